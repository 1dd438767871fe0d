using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using ModelLab.Runs.Planning;
using ModelLab.Runs.Storage;

namespace ModelLab.Runs.Results;

/// <summary>Where a finished run's files are.</summary>
/// <param name="Result">The run.</param>
/// <param name="DetailFile"><c>rag_benchmark_ID.db</c>.</param>
/// <param name="JsonFile"><c>rag_benchmark_ID.json</c>.</param>
/// <param name="ReportFile"><c>rag_benchmark_ID.md</c>.</param>
/// <param name="RegistryFile"><c>benchmark_runs.json</c>.</param>
/// <param name="RegistryMessage">What became of a corrupt registry, or null.</param>
/// <param name="EndpointFailed">Whether an endpoint failed for good, so that some of its calls have no reply.</param>
public sealed record RunFiles(
    RunResult Result,
    string DetailFile,
    string JsonFile,
    string ReportFile,
    string RegistryFile,
    string? RegistryMessage,
    bool EndpointFailed
)
{
    /// <summary>What the names of a run's own files begin with; its id follows.</summary>
    public const string Prefix = "rag_benchmark_";

    /// <summary>Writes a finished run: report, registry, and last its JSON, which marks it as finished.</summary>
    /// <exception cref="IOException">A file cannot be written.</exception>
    public static async Task<RunFiles> WriteAsync(
        RunResult result,
        string detailFile,
        string directory,
        Language language,
        bool circuitOpened,
        TimeProvider time
    )
    {
        var json = Path.ChangeExtension(detailFile, ".json");
        var report = Path.ChangeExtension(detailFile, ".md");
        var registry = Path.Combine(directory, RunRegistry.FileName);
        var text = Encoding.UTF8.GetBytes(MarkdownReport.Write(result, language));
        var (entry, detail) = (RunJson.Element(result, language), RunJson.Detail(result, language));
        AtomicFile.Write(report, stream => stream.Write(text));
        // Not cancellable: the run is done, and its entry belongs to it.
        var message = await new RunRegistry(registry, time).AppendAsync(entry, CancellationToken.None).ConfigureAwait(false);
        AtomicFile.Write(
            json,
            stream =>
            {
                using var writer = new Utf8JsonWriter(
                    stream,
                    new JsonWriterOptions { Indented = true, Encoder = RunsJson.Indented.Encoder }
                );
                detail.WriteTo(writer);
            }
        );
        var failed = circuitOpened || result.Excluded.Any(e => e.Unreachable) || result.Usage.Any(u => u.FailedForGood);
        return new RunFiles(result, detailFile, json, report, registry, message, failed);
    }
}
