namespace ModelLab.Performance;

/// <summary>Finds what was built beforehand: a build during a measurement would be measured too.</summary>
internal static class Built
{
    /// <exception cref="FileNotFoundException">It was not built.</exception>
    public static string Find(string project, string file)
    {
        var root = new DirectoryInfo(AppContext.BaseDirectory);
        while (root is not null && !File.Exists(Path.Combine(root.FullName, "modellab.slnx")))
            root = root.Parent;
        if (root is null)
            throw new FileNotFoundException("modellab.slnx is in no folder above this program: run it from the source tree");
        var path = Path.Combine(root.FullName, project, "bin", "Release", "net10.0", file);
        return File.Exists(path) ? path : throw new FileNotFoundException($"{project} is not built: dotnet build -c Release modellab.slnx");
    }
}
