using ModelLab.Core;
using ModelLab.Sweeps.Requests;

namespace ModelLab.Cli.Hosting;

/// <summary>The sample: in a clone it is where users keep data; elsewhere the program's own copy is put into the output directory.</summary>
/// <param name="Folder">Where its files are.</param>
internal sealed record SampleData(string Folder)
{
    private const string Prefix = "sample/";

    /// <summary>The questions.</summary>
    public string Dataset => Path("dataset_synthetic_20261101_120000.json");

    /// <summary>The labelled answers.</summary>
    public string JudgePipeline => Path("dataset_judge_pipeline_20261101_120000.json");

    /// <summary>The chunks; their past questions lie beside them.</summary>
    public string KnowledgeBase => Path("knowledge_base.jsonl");

    /// <summary>The conversations.</summary>
    public string Sessions => Path("sessions.json");

    /// <summary>Finds the sample, or writes it; files that are there stay as they are.</summary>
    /// <exception cref="BadInputException">It cannot be written.</exception>
    public static SampleData In(string outputDirectory)
    {
        var names = typeof(SampleData)
            .Assembly.GetManifestResourceNames()
            .Where(n => n.StartsWith(Prefix, StringComparison.Ordinal))
            .Select(n => n[Prefix.Length..])
            .ToArray();
        var clone = new SampleData(DatasetFiles.Folder);
        if (names.All(name => File.Exists(clone.Path(name))))
            return clone;
        var own = new SampleData($"{outputDirectory}/sample");
        try
        {
            Directory.CreateDirectory(own.Folder);
            foreach (var name in names.Where(name => !File.Exists(own.Path(name))))
            {
                using var resource = typeof(SampleData).Assembly.GetManifestResourceStream(Prefix + name)!;
                using var file = File.Create(own.Path(name));
                resource.CopyTo(file);
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new BadInputException($"--output-dir {outputDirectory}: the sample cannot be written there: {e.Message}", e);
        }
        return own;
    }

    private string Path(string name) => $"{Folder}/{name}";
}
