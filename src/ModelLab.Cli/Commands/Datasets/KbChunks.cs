using ModelLab.Cli.Hosting;
using ModelLab.Core.Datasets;
using ModelLab.Knowledge.Import;
using ModelLab.Knowledge.Opening;
using ModelLab.Sweeps.Requests;

namespace ModelLab.Cli.Commands.Datasets;

/// <summary>All chunks of what <c>--knowledge-base</c> names; a file of chunks is read as it is and not indexed.</summary>
internal static class KbChunks
{
    public static async Task<IReadOnlyList<KnowledgeChunk>> ReadAsync(Surroundings surroundings, string location, CancellationToken stop)
    {
        if (location.EndsWith(".jsonl", StringComparison.OrdinalIgnoreCase))
            return JsonLinesImport.Read(DatasetFiles.Read(location), location, ImportLimits.Default).Chunks;
        var environment = surroundings.ReadEnvironment();
        var options = new KnowledgeBaseOptions { IndexFolder = SweepRequest.DefaultOutput, Environment = name => environment[name] };
        await using var opened = await KnowledgeBases.OpenAsync(location, options, stop).ConfigureAwait(false);
        var chunks = new List<KnowledgeChunk>();
        await foreach (var chunk in opened.ChunksAsync(stop).ConfigureAwait(false))
            chunks.Add(chunk);
        return chunks;
    }
}
