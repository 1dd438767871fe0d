using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using ModelLab.Records.Deciding;
using ModelLab.Records.Reading;
using ModelLab.Records.Store;
using ModelLab.Records.Vocabulary;

namespace ModelLab.Records.Writing;

/// <summary>Where a finished run's files are.</summary>
/// <param name="Run">The run.</param>
/// <param name="Recommendations">Which model to use in each role that was tried, and why.</param>
/// <param name="DetailFile"><c>rag_benchmark_ID.db</c>.</param>
/// <param name="JsonFile"><c>rag_benchmark_ID.json</c>.</param>
/// <param name="ReportFile"><c>rag_benchmark_ID.md</c>.</param>
/// <param name="RegistryFile"><c>benchmark_runs.json</c>.</param>
/// <param name="RegistryMessage">What became of a corrupt registry, or null.</param>
/// <param name="EndpointFailed">Whether an endpoint failed for good, so that some of its calls have no reply.</param>
public sealed record RunFiles(
    Run Run,
    IReadOnlyList<RoleRecommendation> Recommendations,
    string DetailFile,
    string JsonFile,
    string ReportFile,
    string RegistryFile,
    string? RegistryMessage,
    bool EndpointFailed
)
{
    /// <summary>Writes a finished run: report, registry, and last its JSON, which marks it as finished.</summary>
    /// <exception cref="IOException">A file cannot be written.</exception>
    public static async Task<RunFiles> WriteAsync(
        Run run,
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
        var recommendations = RoleRecommendation.Of(run, new Margins());
        var (entry, detail) = (RunJson.Element(run, recommendations, language), RunJson.Detail(run, recommendations, language));
        byte[] bytes;
        using (var items = RunItems.Open(detailFile))
            bytes = Encoding.UTF8.GetBytes(MarkdownReport.Write(run, recommendations, language, items));
        AtomicFile.Write(report, stream => stream.Write(bytes));
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
        var failed = circuitOpened || run.Excluded.Any(e => e.Unreachable) || run.Usage.Any(u => u.FailedForGood);
        return new RunFiles(run, recommendations, detailFile, json, report, registry, message, failed);
    }
}
