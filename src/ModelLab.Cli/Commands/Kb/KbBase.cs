using System.CommandLine;
using System.Globalization;
using ModelLab.Cli.Hosting;
using ModelLab.Core.Datasets;
using ModelLab.Knowledge;
using ModelLab.Knowledge.Opening;
using ModelLab.Sweeps.Requests;

namespace ModelLab.Cli.Commands.Kb;

/// <summary>The flags that name a knowledge base and its embedder, and how both are opened for a verb.</summary>
internal sealed class KbBase(Surroundings surroundings, KbEmbedderFactory embedders)
{
    public Option<string> Base { get; } = Location();

    public Option<string?> Model { get; } =
        new("--embedding-model") { Description = "The embedder [EMBEDDING_MODEL_PATH, else builtin:lexical]" };
    public Option<string> Output { get; } =
        new("--output-dir") { Description = "Where a .jsonl file is indexed to", DefaultValueFactory = _ => SweepRequest.DefaultOutput };
    public Option<bool> Approximate { get; } =
        new("--approximate") { Description = "PostgreSQL only: let an HNSW index answer, which may miss neighbours" };

    public Option<string?> ModelsFile { get; } = Flags.ModelsFile();

    /// <summary>The flag that names the base.</summary>
    public static Option<string> Location() =>
        new("--knowledge-base", "--database")
        {
            Description =
                "The knowledge base: a file made by 'kb import', a .jsonl file of chunks, or postgres://USER:PASSWORD@HOST:PORT/DB "
                + "(postgres:// alone takes POSTGRES_HOST, _PORT, _USER, _PASSWORD, _DB)",
            DefaultValueFactory = _ => $"{DatasetFiles.Folder}/knowledge_base.jsonl",
        };

    /// <summary>Opens both, lets a verb use them, and closes them.</summary>
    public async Task<int> UseAsync(ParseResult parsed, bool mayWrite, Func<IKnowledgeBase, KbEmbedder, Task> work, CancellationToken stop)
    {
        var environment = surroundings.ReadEnvironmentWith(parsed.GetValue(ModelsFile));
        var options = new KnowledgeBaseOptions
        {
            IndexFolder = parsed.GetRequiredValue(Output),
            Environment = name => environment[name],
            SearchMode =
                parsed.GetResult(Approximate) is not null && parsed.GetValue(Approximate) ? SearchMode.Approximate : SearchMode.Exact,
            MayWriteEmbeddings = mayWrite,
        };
        await using var knowledge = await KnowledgeBases.OpenAsync(parsed.GetRequiredValue(Base), options, stop).ConfigureAwait(false);
        await using var embedder = await embedders(
                new KbEmbedderRequest(parsed.GetValue(Model), knowledge, parsed.GetRequiredValue(Output), environment, surroundings.Time),
                stop
            )
            .ConfigureAwait(false);
        await work(knowledge, embedder).ConfigureAwait(false);
        return ExitCode.Done;
    }
}
