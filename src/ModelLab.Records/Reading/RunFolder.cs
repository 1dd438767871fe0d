using ModelLab.Records.Store;

namespace ModelLab.Records.Reading;

/// <summary>
/// The files of runs in an output directory, by their names. Whatever lies elsewhere is not among them, links included: what a page may
/// open is what was found here.
/// </summary>
internal sealed class RunFolder(string directory)
{
    /// <summary>Paths by file name.</summary>
    public IReadOnlyDictionary<string, string> Files()
    {
        var files = new Dictionary<string, string>(StringComparer.Ordinal);
        var folder = new DirectoryInfo(directory);
        if (!folder.Exists)
            return files;
        foreach (var file in folder.EnumerateFiles(RunFileNames.Prefix + "*"))
            if (IsHere(file))
                files[file.Name] = file.FullName;
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
        return file.ResolveLinkTarget(returnFinalTarget: true) is { } target
            && target.FullName.StartsWith(Path.TrimEndingDirectorySeparator(root) + Path.DirectorySeparatorChar, StringComparison.Ordinal);
    }
}
