using ModelLab.Core;
using ModelLab.Core.Datasets;
using ModelLab.Knowledge.Import;
using ModelLab.Knowledge.Opening;
using ModelLab.Sweeps.Requests;

namespace ModelLab.Cli.Hosting;

/// <summary>All chunks of what <c>--knowledge-base</c> names; a file of chunks is read as it is and not indexed.</summary>
internal static class KbChunks
{
    /// <exception cref="BadInputException">The base is not there, cannot be used, or holds no chunks.</exception>
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
        return chunks.Count > 0 ? chunks : throw new BadInputException($"{opened.Location}: holds no chunks: fill it with 'kb import'");
    }
}
