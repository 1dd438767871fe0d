namespace ModelLab.Testing.Support;

/// <summary>The working copy that the tests were built from.</summary>
public static class Repository
{
    public static string Root { get; } = Find(AppContext.BaseDirectory);

    public static string Data(string name) => Path.Combine(Root, "benchmarks", "data", name);

    private static string Find(string folder) =>
        File.Exists(Path.Combine(folder, "modellab.slnx"))
            ? folder
            : Find(Path.GetDirectoryName(folder) ?? throw new InvalidOperationException("the tests run outside the repository"));
}
