using System.Buffers.Binary;
using System.Runtime.InteropServices;

namespace ModelLab.Core;

/// <summary>
/// Tells files that hold no bytes of their own. Opening a named pipe waits for its writer, for ever where there is none, and a device may
/// have no end; so a path is asked before it is opened. Nothing is read.
/// </summary>
public static partial class SpecialFile
{
    // statx(2) has one layout on every processor: the mode is 16 bits at byte 28 of 256.
    private const int WorkingDirectory = -100;
    private const uint TypeWanted = 1;
    private const int ModeAt = 28;
    private const int TypeMask = 0xF000;

    /// <summary>What a path is: <c>a named pipe</c>, <c>a socket</c> or <c>a device</c>; links are followed.</summary>
    /// <returns>Null for a file, a folder, where there is nothing, and where the system cannot be asked (it is not Linux).</returns>
    public static string? KindOf(string path)
    {
        if (!OperatingSystem.IsLinux())
            return null;
        Span<byte> status = stackalloc byte[256];
        try
        {
            if (Statx(WorkingDirectory, path, 0, TypeWanted, ref MemoryMarshal.GetReference(status)) != 0)
                return null;
        }
        catch (Exception e) when (e is EntryPointNotFoundException or DllNotFoundException)
        {
            return null;
        }
        return (BinaryPrimitives.ReadUInt16LittleEndian(status[ModeAt..]) & TypeMask) switch
        {
            0x1000 => "a named pipe",
            0x2000 or 0x6000 => "a device",
            0xC000 => "a socket",
            _ => null,
        };
    }

    /// <summary>Refuses a path that is no file.</summary>
    /// <exception cref="BadInputException">It is one.</exception>
    public static void Refuse(string path)
    {
        if (KindOf(path) is { } kind)
            throw new BadInputException($"{path}: {kind}, no file: give a file");
    }

    [LibraryImport("libc", EntryPoint = "statx", StringMarshalling = StringMarshalling.Utf8)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int Statx(int directory, string path, int flags, uint mask, ref byte status);
}
