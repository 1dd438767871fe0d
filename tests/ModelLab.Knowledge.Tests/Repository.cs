namespace ModelLab.Knowledge.Tests;

/// <summary>Files of the repository that the tests run in.</summary>
internal static class Repository
{
    /// <summary>The path of a file or folder.</summary>
    public static string Path(params string[] parts)
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(System.IO.Path.Combine(folder.FullName, "modellab.slnx")))
            folder = folder.Parent ?? throw new InvalidOperationException("the tests run outside the repository");
        return System.IO.Path.Combine([folder.FullName, .. parts]);
    }
}
