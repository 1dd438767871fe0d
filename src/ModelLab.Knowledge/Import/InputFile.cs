using System.Globalization;
using ModelLab.Core;
using ModelLab.Core.Text;

namespace ModelLab.Knowledge.Import;

/// <summary>Reads files to import.</summary>
internal static class InputFile
{
    /// <summary>The bytes of a file.</summary>
    /// <exception cref="BadInputException">It is not there, cannot be read, or is larger than allowed.</exception>
    public static byte[] Read(string path, ImportLimits limits)
    {
        SpecialFile.Refuse(path);
        try
        {
            var length = new FileInfo(path).Length;
            if (length > limits.FileBytes)
                throw new BadInputException(
                    string.Create(CultureInfo.InvariantCulture, $"{path}: has {length} bytes, more than {limits.FileBytes}: split it")
                );
            return File.ReadAllBytes(path);
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new BadInputException($"{path}: no such file", e);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new BadInputException($"{path}: cannot be read: {e.Message}", e);
        }
    }

    /// <summary>The bytes of a file, or null where its owner lets nobody else read it.</summary>
    /// <exception cref="BadInputException">As for <see cref="Read"/>.</exception>
    public static byte[]? ReadIfAllowed(string path, ImportLimits limits)
    {
        try
        {
            return Read(path, limits);
        }
        catch (BadInputException e) when (e.InnerException is UnauthorizedAccessException)
        {
            return null;
        }
    }

    /// <summary>Whether a file is no text in any encoding that is read: text has no zero bytes, unless it says that it is UTF-16.</summary>
    public static bool IsBinary(ReadOnlySpan<byte> bytes) => !EncodedText.IsUtf16(bytes) && bytes.Contains((byte)0);

    /// <summary>A file's text, whatever encoding it is in.</summary>
    /// <exception cref="BadInputException">It is in one that is not read.</exception>
    public static string Text(byte[] bytes, string path) => EncodedText.Of(bytes, path).Text;
}
