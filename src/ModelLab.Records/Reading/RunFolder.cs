using ModelLab.Core;
using ModelLab.Records.Store;

namespace ModelLab.Records.Reading;

/// <summary>
/// The files of runs in an output directory, by their names. Whatever lies elsewhere is not among them, links included: what a page may
/// open is what was found here.
/// </summary>
internal sealed class RunFolder(string directory)
{
    /// <summary>Paths by file name.</summary>
    /// <param name="special">Paths that have such names and are pipes, sockets or devices, which are not opened.</param>
    public IReadOnlyDictionary<string, string> Files(out IReadOnlyList<string> special)
    {
        var (files, others) = (new Dictionary<string, string>(StringComparer.Ordinal), new List<string>());
        special = others;
        var folder = new DirectoryInfo(directory);
        if (!folder.Exists)
            return files;
        foreach (var file in folder.EnumerateFiles(RunFileNames.Prefix + "*"))
        {
            if (SpecialFile.KindOf(file.FullName) is not null)
                others.Add(file.FullName);
            else if (IsHere(file))
                files[file.Name] = file.FullName;
        }
        return files;
    }

    /// <summary>The path of another file of the directory, or null when there is none or it leads elsewhere.</summary>
    public string? Find(string name)
    {
        var file = new FileInfo(Path.Combine(directory, name));
        return file.Exists && IsHere(file) ? file.FullName : null;
    }

    private bool IsHere(FileInfo file)
    {
        if (file.LinkTarget is null)
            return true;
        var root = new DirectoryInfo(directory).ResolveLinkTarget(returnFinalTarget: true)?.FullName ?? Path.GetFullPath(directory);
        return TargetOf(file) is { } target
            && target.FullName.StartsWith(Path.TrimEndingDirectorySeparator(root) + Path.DirectorySeparatorChar, StringComparison.Ordinal);
    }

    private static FileSystemInfo? TargetOf(FileInfo link)
    {
        try
        {
            return link.ResolveLinkTarget(returnFinalTarget: true);
        }
        catch (IOException)
        {
            return null; // links that lead to each other lead nowhere
        }
    }
}
