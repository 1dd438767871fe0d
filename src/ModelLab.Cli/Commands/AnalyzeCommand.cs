using System.CommandLine;
using ModelLab.Cli.Hosting;
using ModelLab.Core;
using ModelLab.Core.Datasets;
using ModelLab.Knowledge;
using ModelLab.Knowledge.Embedders;
using ModelLab.Records.Analyses;
using ModelLab.Records.Reading;
using ModelLab.Records.Vocabulary;
using ModelLab.Records.Writing;
using ModelLab.Sweeps.Analytics;
using ModelLab.Sweeps.Requests;

namespace ModelLab.Cli.Commands;

/// <summary>Which knowledge base and embedder an analysis works on, as the user named them.</summary>
/// <param name="KnowledgeBase">The value of <c>--knowledge-base</c>; null for the default beside the data set.</param>
/// <param name="EmbeddingModel">The value of <c>--embedding-model</c>; null for the default.</param>
/// <param name="Dataset">The data set's file; null when there is none.</param>
/// <param name="NeedsEmbeddings">Whether the chunks must be embedded.</param>
internal sealed record AnalyzedKnowledge(string? KnowledgeBase, string? EmbeddingModel, string? Dataset, bool NeedsEmbeddings)
{
    /// <summary>The value of <c>--models-file</c>; null for the usual file.</summary>
    public string? ModelsFile { get; init; }
}

/// <summary>Opens a knowledge base and makes the embedder; the caller disposes of both.</summary>
internal delegate Task<(IKnowledgeBase Knowledge, IEmbedder Embedder)> OpenKnowledge(
    AnalyzedKnowledge wanted,
    CancellationToken cancellationToken
);

/// <summary><c>analyze utilization|topics|domain</c>: looks at the knowledge base and the past questions, without a run.</summary>
internal static class AnalyzeCommand
{
    public static Command Create(Surroundings surroundings, OpenKnowledge open) =>
        new("analyze", "Look at the knowledge base and at what users asked")
        {
            Utilization(surroundings, open),
            Topics(surroundings, open),
            Domain(surroundings, open),
        };

    private static Command Utilization(Surroundings surroundings, OpenKnowledge open)
    {
        var common = new Common();
        var embedding = EmbeddingModel();
        var source = Flags.OneOf(
            "--questions-source",
            "Questions of the data set (synthetic) or past questions (real)",
            "synthetic",
            "synthetic",
            "real"
        );
        var limit = Flags.AtLeast("--question-limit", "At most so many questions; of more, a random sample", 1, 500);
        var topK = Flags.AtLeast("--top-k", "Chunks retrieved per question", 1, 10);
        var command = new Command("utilization", "Which chunks are retrieved, how often, and which never")
        {
            source,
            limit,
            topK,
            embedding,
        };
        common.AddTo(command);
        command.SetAction(
            async (parsed, cancellationToken) =>
            {
                var real = parsed.GetRequiredValue(source) == "real";
                var dataset = common.DatasetFile(parsed);
                if (!real && dataset is null)
                    throw new BadInputException($"no data set in {DatasetFiles.Folder}: give --dataset PATH, or --questions-source real");
                IReadOnlyList<GoldItem> items = real ? [] : GoldDatasetReader.Read(DatasetFiles.Read(dataset!), dataset!).Items;
                var options = new UtilizationOptions(
                    real ? QuestionsSource.Real : QuestionsSource.Synthetic,
                    QuestionLimit: parsed.GetValue(limit),
                    TopK: parsed.GetValue(topK),
                    Seed: common.Seed(parsed)
                );
                var (knowledge, embedder) = await open(
                        common.Wanted(parsed, parsed.GetValue(embedding), needsEmbeddings: true),
                        cancellationToken
                    )
                    .ConfigureAwait(false);
                await using var _ = knowledge.ConfigureAwait(false);
                using var __ = embedder;
                var result = await UtilizationAnalysis
                    .RunAsync(knowledge, embedder, items, options, cancellationToken)
                    .ConfigureAwait(false);
                return common.Show(surroundings, parsed, result, AnalyticsReport.Write);
            }
        );
        return command;
    }

    private static Command Topics(Surroundings surroundings, OpenKnowledge open)
    {
        var common = new Common();
        var embedding = EmbeddingModel();
        var limit = Flags.AtLeast("--question-limit", "At most so many past questions; of more, a random sample", 1, 2000);
        var count = Flags.AtLeast("--topics-count", "Topics to look for", 1, 20);
        var topK = Flags.AtLeast("--topics-top-k", "Chunks retrieved per question", 1, 5);
        var command = new Command("topics", "What users ask about, and how well the chunks cover it, the weakest topic first")
        {
            limit,
            count,
            topK,
            embedding,
        };
        common.AddTo(command);
        command.SetAction(
            async (parsed, cancellationToken) =>
            {
                var options = new TopicOptions(
                    QuestionLimit: parsed.GetValue(limit),
                    Topics: parsed.GetValue(count),
                    TopK: parsed.GetValue(topK),
                    Seed: common.Seed(parsed)
                );
                var (knowledge, embedder) = await open(
                        common.Wanted(parsed, parsed.GetValue(embedding), needsEmbeddings: true),
                        cancellationToken
                    )
                    .ConfigureAwait(false);
                await using var _ = knowledge.ConfigureAwait(false);
                using var __ = embedder;
                return common.Show(
                    surroundings,
                    parsed,
                    await TopicAnalysis.RunAsync(knowledge, embedder, options, cancellationToken).ConfigureAwait(false),
                    AnalyticsReport.Write
                );
            }
        );
        return command;
    }

    private static Command Domain(Surroundings surroundings, OpenKnowledge open)
    {
        var common = new Common();
        var limit = Flags.AtLeast("--limit", "At most so many past questions; of more, a random sample", 1, 5000);
        var slang = new Option<string?>("--slang")
        {
            Description = "A file of slang, one indicator a line, its forms separated by commas [a built-in list of Russian student slang]",
        };
        var command = new Command("domain", "How users ask: answers, scores, words, slang") { limit, slang };
        common.AddTo(command);
        command.SetAction(
            async (parsed, cancellationToken) =>
            {
                var list = DomainAnalysis.ReadSlang(parsed.GetValue(slang));
                var (knowledge, embedder) = await open(common.Wanted(parsed, null, needsEmbeddings: false), cancellationToken)
                    .ConfigureAwait(false);
                await using var _ = knowledge.ConfigureAwait(false);
                using var __ = embedder;
                var result = await DomainAnalysis
                    .RunAsync(
                        knowledge,
                        list,
                        new DomainOptions(Limit: parsed.GetValue(limit), Seed: common.Seed(parsed)),
                        cancellationToken
                    )
                    .ConfigureAwait(false);
                return common.Show(surroundings, parsed, result, AnalyticsReport.Write);
            }
        );
        return command;
    }

    private static Option<string?> EmbeddingModel() =>
        new("--embedding-model")
        {
            Description = "builtin:lexical, onnx:FOLDER or provider:model [EMBEDDING_MODEL_PATH, else builtin:lexical]",
        };

    /// <summary>The flags that all analyses have.</summary>
    private sealed class Common
    {
        private readonly Option<string?> _knowledgeBase = new("--knowledge-base")
        {
            Description = "A file or postgres://… [knowledge_base_NAME.jsonl beside the data set, else knowledge_base.jsonl]",
        };
        private readonly Option<string?> _dataset = new("--dataset")
        {
            Description = $"The data set [newest {DatasetFiles.Folder}/dataset_*.json]",
        };
        private readonly Option<string?> _modelsFile = Flags.ModelsFile();
        private readonly Option<int> _seed = Flags.AtLeast("--seed", "Seed of everything random", int.MinValue, 0);
        private readonly Option<bool> _json = new("--json") { Description = "Print JSON in place of a report" };
        private readonly Option<string?> _lang = Flags.Lang();

        public void AddTo(Command command)
        {
            foreach (var option in (Option[])[_knowledgeBase, _dataset, _modelsFile, _seed, _json, _lang])
                command.Options.Add(option);
        }

        public int Seed(ParseResult parsed) => parsed.GetValue(_seed);

        public string? DatasetFile(ParseResult parsed) => parsed.GetValue(_dataset) ?? DatasetFiles.NewestGold(DatasetFiles.Folder).Path;

        public AnalyzedKnowledge Wanted(ParseResult parsed, string? embeddingModel, bool needsEmbeddings) =>
            new(parsed.GetValue(_knowledgeBase), embeddingModel, DatasetFile(parsed), needsEmbeddings)
            {
                ModelsFile = parsed.GetValue(_modelsFile),
            };

        public int Show<T>(Surroundings surroundings, ParseResult parsed, T result, Func<T, Language, string> report)
            where T : class
        {
            surroundings.RawOut.WriteLine(
                parsed.GetValue(_json)
                    ? AnalyticsJson.Text(result)
                    : report(result, Language.Of(parsed.GetValue(_lang), surroundings.Culture)).TrimEnd()
            );
            return ExitCode.Done;
        }
    }
}
