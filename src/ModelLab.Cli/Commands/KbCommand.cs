using System.CommandLine;
using System.Globalization;
using ModelLab.Cli.Hosting;
using ModelLab.Core;
using ModelLab.Core.Datasets;
using ModelLab.Knowledge;
using ModelLab.Knowledge.Embedded;
using ModelLab.Knowledge.Import;
using ModelLab.Knowledge.Opening;
using ModelLab.Knowledge.Postgres;
using ModelLab.Knowledge.Statistics;
using ModelLab.Records.Deciding;
using ModelLab.Records.Reading;
using ModelLab.Sweeps.Requests;

namespace ModelLab.Cli.Commands;

/// <summary><c>kb import|embed|stats|search</c>: makes, fills and looks into a knowledge base.</summary>
internal sealed class KbCommand
{
    private readonly Surroundings _surroundings;
    private readonly KbEmbedderFactory _embedders;

    private readonly Option<string> _base = new("--knowledge-base", "--database")
    {
        Description =
            "The knowledge base: a file made by 'kb import', a .jsonl file of chunks, or postgres://USER:PASSWORD@HOST:PORT/DB (postgres:// alone takes POSTGRES_HOST, _PORT, _USER, _PASSWORD, _DB)",
        DefaultValueFactory = _ => $"{DatasetFiles.Folder}/knowledge_base.jsonl",
    };
    private readonly Option<string?> _model = new("--embedding-model")
    {
        Description = "The embedder [EMBEDDING_MODEL_PATH, else builtin:lexical]",
    };
    private readonly Option<string> _output = new("--output-dir")
    {
        Description = "Where a .jsonl file is indexed to",
        DefaultValueFactory = _ => RunOptions.DefaultOutput,
    };
    private readonly Option<bool> _approximate = new("--approximate")
    {
        Description = "PostgreSQL only: let an HNSW index answer, which may miss neighbours",
    };

    private KbCommand(Surroundings surroundings, KbEmbedderFactory embedders) => (_surroundings, _embedders) = (surroundings, embedders);

    public static Command Create(Surroundings surroundings, KbEmbedderFactory embedders)
    {
        var kb = new KbCommand(surroundings, embedders);
        return new Command("kb", "Make, fill and look into a knowledge base") { kb.Import(), kb.Embed(), kb.Stats(), kb.Search() };
    }

    private Command Import()
    {
        var source = new Argument<string>("SOURCE")
        {
            Description = "A folder of Markdown, HTML and text, or a file: .jsonl (chunks), .json (SQuAD), .csv (past questions)",
        };
        var target = new Option<string>("--knowledge-base")
        {
            Description = "The file to make or to add to, for example benchmarks/data/help_desk.db",
            Required = true,
        };
        var replace = new Option<bool>("--replace") { Description = "Remove what the file holds first" };
        var baseUrl = new Option<string?>("--base-url")
        {
            Description = "For a folder: what stands before a file's path in its page's address",
        };
        var size = Flags.AtLeast("--chunk-size", "For a folder: characters a chunk at most", 100, 1000);
        var overlap = Flags.AtLeast(
            "--chunk-overlap",
            "For a folder: characters that a chunk repeats of the one before it at most",
            0,
            150
        );
        var command = new Command("import", "Bring chunks or past questions in: all of a source or nothing")
        {
            source,
            target,
            replace,
            baseUrl,
            size,
            overlap,
        };
        command.SetAction(
            async (parsed, stop) =>
            {
                var (path, from) = (parsed.GetRequiredValue(target), parsed.GetRequiredValue(source));
                if (PostgresSettings.IsUrl(path))
                    throw new BadInputException(
                        "kb import: a PostgreSQL database is used as it is, nothing is imported into it: name a file"
                    );
                if (path.EndsWith(".jsonl", StringComparison.OrdinalIgnoreCase))
                    throw new BadInputException(
                        $"--knowledge-base {path}: a .jsonl file is a source: name the file to make, such as {Path.ChangeExtension(path, ".db")}"
                    );
                if (parsed.GetRequiredValue(overlap) >= parsed.GetRequiredValue(size))
                    throw new BadInputException("--chunk-overlap: must be less than --chunk-size");
                var read = await Task.Run(
                        () =>
                            KnowledgeImport.Read(
                                from,
                                parsed.GetValue(baseUrl),
                                parsed.GetRequiredValue(size),
                                parsed.GetRequiredValue(overlap),
                                ImportLimits.Default,
                                stop
                            ),
                        stop
                    )
                    .ConfigureAwait(false);
                await using var knowledge = EmbeddedKnowledgeBase.Import(path, read.Content, parsed.GetValue(replace), stop);
                Say(
                    $"imported {read.Content.Chunks.Count} chunks and {read.Content.PastQuestions.Count} past questions from {read.Files} files into {path}"
                );
                foreach (
                    var (count, what) in new[]
                    {
                        (read.SkippedBinary, "are binary"),
                        (read.SkippedOther, "have another ending than .md, .html, .txt"),
                        (read.SkippedLinks, "are links"),
                        (read.Empty, "hold no text"),
                    }
                )
                    if (count > 0)
                        Say($"left out {count} files that {what}");
                return ExitCode.Done;
            }
        );
        return command;
    }

    private Command Embed()
    {
        var overwrite = new Option<bool>("--overwrite") { Description = "Embed everything, not only what has no embedding" };
        var batch = Flags.AtLeast("--batch-size", "Texts a call", 1, 64);
        var command = new Command(
            "embed",
            "Make the embeddings that are missing; the same command goes on after a stop. In PostgreSQL this writes the columns 'embedding', and nothing else"
        )
        {
            _base,
            _model,
            _output,
            overwrite,
            batch,
        };
        command.SetAction(
            (parsed, stop) =>
                WithBaseAsync(
                    parsed,
                    mayWrite: true,
                    async (knowledge, embedder) =>
                    {
                        var all = parsed.GetValue(overwrite);
                        if (!all)
                            await EmbedderCheck.RunAsync(knowledge, embedder.Generator, embedder.Identity, stop).ConfigureAwait(false);
                        foreach (var part in Enum.GetValues<KnowledgePart>())
                        {
                            var progress = new ProgressLines(_surroundings);
                            var done = await EmbeddingJob
                                .RunAsync(
                                    knowledge,
                                    part,
                                    embedder.Generator,
                                    part == KnowledgePart.PastQuestions ? embedder.ForQuestions : null,
                                    embedder.Identity,
                                    all,
                                    parsed.GetRequiredValue(batch),
                                    progress,
                                    stop
                                )
                                .ConfigureAwait(false);
                            var counts = await knowledge.CountAsync(part, embedder.Identity, stop).ConfigureAwait(false);
                            Say($"{Name(part)}: embedded {done}; {Coverage(counts)}");
                        }
                    },
                    stop
                )
        );
        return command;
    }

    private Command Stats()
    {
        var command = new Command("stats", "Say what the base holds, how much of it has embeddings, and what is there twice")
        {
            _base,
            _model,
            _output,
        };
        command.SetAction(
            (parsed, stop) =>
                WithBaseAsync(
                    parsed,
                    mayWrite: false,
                    async (knowledge, embedder) =>
                    {
                        var stats = await KnowledgeStats.OfAsync(knowledge, embedder.Identity, stop).ConfigureAwait(false);
                        Say($"{knowledge.Location}, embedder {embedder.Identity}");
                        Say($"chunks: {stats.Chunks.Items} of {stats.Pages} pages; {Coverage(stats.Chunks)}");
                        Say($"past questions: {stats.PastQuestions.Items}; {Coverage(stats.PastQuestions)}");
                        Say($"exact duplicates: {stats.ExactDuplicates.Sum(g => g.Count - 1)}");
                        foreach (var group in stats.ExactDuplicates.Take(10))
                            Say($"  {string.Join(" = ", group.Select(id => id.ToString(CultureInfo.InvariantCulture)))}");
                        if (stats.NearDuplicates is not { } near)
                        {
                            Say(
                                $"near duplicates: not looked for ({(stats.Chunks.Embedded == 0 ? "no embeddings: make them with 'kb embed'" : $"more than {KnowledgeStats.MostForNear.ToString(CultureInfo.InvariantCulture)} chunks")})"
                            );
                            return;
                        }
                        Say($"near duplicates (cosine at least {KnowledgeStats.NearSimilarity}): {near.Count} pairs");
                        foreach (var pair in near.Take(10))
                            Say($"  {pair.First} ~ {pair.Second}: {pair.Similarity:0.000}");
                    },
                    stop
                )
        );
        return command;
    }

    private Command Search()
    {
        var query = new Argument<string>("QUERY") { Description = "What to look for" };
        var k = Flags.AtLeast("--top-k", "How many", 1, 10);
        var past = new Option<bool>("--past-questions") { Description = "Search the past questions, not the chunks" };
        var command = new Command("search", "Find the nearest chunks or past questions")
        {
            query,
            _base,
            _model,
            _output,
            k,
            past,
            _approximate,
        };
        command.SetAction(
            (parsed, stop) =>
                WithBaseAsync(
                    parsed,
                    mayWrite: false,
                    async (knowledge, embedder) =>
                    {
                        var text = parsed.GetRequiredValue(query);
                        if (string.IsNullOrWhiteSpace(text))
                            throw new BadInputException("kb search: the query is blank");
                        var part = parsed.GetValue(past) ? KnowledgePart.PastQuestions : KnowledgePart.Chunks;
                        await EmbedderCheck.RunAsync(knowledge, embedder.Generator, embedder.Identity, stop).ConfigureAwait(false);
                        var vectors = await embedder.Generator.GenerateAsync([text], embedder.ForQuestions, stop).ConfigureAwait(false);
                        var found = (
                            await knowledge
                                .SearchAsync(part, embedder.Identity, [vectors[0].Vector], parsed.GetRequiredValue(k), stop)
                                .ConfigureAwait(false)
                        )[0];
                        var counts = await knowledge.CountAsync(part, embedder.Identity, stop).ConfigureAwait(false);
                        if (counts.Embedded < counts.Items)
                            await _surroundings
                                .Error.WriteLineAsync(
                                    $"warning: {Name(part)}: {Coverage(counts)}: the others cannot be found; make them with 'kb embed'"
                                )
                                .ConfigureAwait(false);
                        if (found.Count == 0)
                            Say($"nothing found: the query holds nothing that {embedder.Identity} knows");
                        var texts = await TextsAsync(knowledge, part, found, stop).ConfigureAwait(false);
                        foreach (var neighbour in found)
                        {
                            var (url, words) = texts[neighbour.Id];
                            Say($"{neighbour.Id}\t{neighbour.Similarity:0.0000}\t{url}\t{Snippet(words)}");
                        }
                    },
                    stop
                )
        );
        return command;
    }

    private async Task<int> WithBaseAsync(
        ParseResult parsed,
        bool mayWrite,
        Func<IKnowledgeBase, KbEmbedder, Task> work,
        CancellationToken stop
    )
    {
        var environment = _surroundings.ReadEnvironment();
        var options = new KnowledgeBaseOptions
        {
            IndexFolder = parsed.GetRequiredValue(_output),
            Environment = name => environment[name],
            SearchMode =
                parsed.GetResult(_approximate) is not null && parsed.GetValue(_approximate) ? SearchMode.Approximate : SearchMode.Exact,
            MayWriteEmbeddings = mayWrite,
        };
        await using var knowledge = await KnowledgeBases.OpenAsync(parsed.GetRequiredValue(_base), options, stop).ConfigureAwait(false);
        await using var embedder = await _embedders(
                new KbEmbedderRequest(
                    parsed.GetValue(_model),
                    knowledge,
                    parsed.GetRequiredValue(_output),
                    environment,
                    _surroundings.Time
                ),
                stop
            )
            .ConfigureAwait(false);
        await work(knowledge, embedder).ConfigureAwait(false);
        return ExitCode.Done;
    }

    private static async Task<IReadOnlyDictionary<long, (string Url, string Text)>> TextsAsync(
        IKnowledgeBase knowledge,
        KnowledgePart part,
        IReadOnlyList<Neighbour> found,
        CancellationToken stop
    )
    {
        var ids = found.Select(n => n.Id).ToHashSet();
        if (part == KnowledgePart.Chunks)
            return (await knowledge.FindChunksAsync(ids, stop).ConfigureAwait(false)).ToDictionary(
                c => c.Key,
                c => (c.Value.ConfluenceUrl, c.Value.Text)
            );
        return await knowledge
            .PastQuestionsAsync(stop)
            .Where(q => ids.Contains(q.Id))
            .ToDictionaryAsync(q => q.Id, q => (q.ConfluenceUrl ?? "", q.Question), cancellationToken: stop)
            .ConfigureAwait(false);
    }

    private static string Name(KnowledgePart part) => part == KnowledgePart.Chunks ? "chunks" : "past questions";

    private static string Coverage(PartCounts counts) =>
        counts.Items == 0
            ? "none"
            : string.Create(
                CultureInfo.InvariantCulture,
                $"{counts.Embedded} of {counts.Items} have an embedding ({100.0 * counts.Embedded / counts.Items:0.0} %){(counts.Dimensions is { } n ? $", {n} dimensions" : "")}"
            );

    private static string Snippet(string text)
    {
        const int Longest = 120;
        var line = string.Join(' ', text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
        if (line.Length <= Longest)
            return line;
        return line[..(char.IsHighSurrogate(line[Longest - 2]) ? Longest - 2 : Longest - 1)] + "…";
    }

    private void Say(FormattableString line) => _surroundings.RawOut.WriteLine(line.ToString(CultureInfo.InvariantCulture));

    /// <summary>A line on standard error now and then: what is done, how fast, and how long it will take.</summary>
    private sealed class ProgressLines(Surroundings surroundings) : IProgress<EmbeddingProgress>
    {
        private static readonly TimeSpan Pause = TimeSpan.FromSeconds(2);

        private readonly long _start = surroundings.Time.GetTimestamp();
        private long _last = surroundings.Time.GetTimestamp();

        public void Report(EmbeddingProgress value)
        {
            if (value.Done == 0 || surroundings.Time.GetElapsedTime(_last) < Pause)
                return;
            _last = surroundings.Time.GetTimestamp();
            var rate = value.Done / surroundings.Time.GetElapsedTime(_start).TotalSeconds;
            surroundings.Error.WriteLine(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"{Name(value.Part)}: {value.Done}/{value.Total}, {rate:0.0}/s, time left {TimeSpan.FromSeconds(Math.Max(0, value.Total - value.Done) / rate):h\\:mm\\:ss}"
                )
            );
        }
    }
}
