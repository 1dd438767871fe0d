namespace ModelLab.Records.Store;

/// <summary>The names of a run's own files.</summary>
public static class RunFileNames
{
    /// <summary>What they begin with; the run's id follows.</summary>
    public const string Prefix = "rag_benchmark_";

    /// <summary>The run's id in the name of one of them.</summary>
    public static string IdOf(string file) => Path.GetFileNameWithoutExtension(file)[Prefix.Length..];
}
