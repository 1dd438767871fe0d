using System.CommandLine;
using System.Globalization;
using ModelLab.Cli.Hosting;
using ModelLab.Cli.Screens;
using ModelLab.Core.Metrics.Text;
using ModelLab.Core.Text;
using ModelLab.Records.Reading;
using ModelLab.Records.Vocabulary;
using ModelLab.Scoring;
using Spectre.Console;

namespace ModelLab.Cli.Commands;

/// <summary><c>score text|retrieval|labels</c>: the metrics on outputs that were made elsewhere; no model is called.</summary>
internal static class ScoreCommand
{
    public static Command Create(Surroundings surroundings) =>
        new("score", "Score outputs that were made elsewhere; no model is called")
        {
            Texts(surroundings),
            Retrieval(surroundings),
            Labels(surroundings),
        };

    private static Command Texts(Surroundings surroundings)
    {
        var file = new Argument<string>("FILE")
        {
            Description = "CSV or JSON Lines with hypothesis, and reference or references (a list); optional id and cluster",
        };
        var tokenizer = Flags.OneOf(
            "--tokenizer",
            "Words of ROUGE, token F1 and n-gram overlap",
            TextTokenizer.Unicode.Name,
            [.. TextTokenizer.All.Select(t => t.Name)]
        );
        var bleuTokenizer = Flags.OneOf(
            "--bleu-tokenizer",
            "Tokens of BLEU, by sacreBLEU's names",
            BleuTokenizer.V13a.Name,
            [.. BleuTokenizer.All.Select(t => t.Name)]
        );
        var smoothing = Flags.OneOf(
            "--smoothing",
            "Smoothing of BLEU, by sacreBLEU's names",
            "exp",
            [.. TextScoringOptions.Smoothings.Keys]
        );
        var rows = Rows();
        var screen = new Screen();
        var command = new Command("text", "Texts against references: ROUGE, BLEU, chrF, token F1, exact match, n-gram overlap")
        {
            file,
            tokenizer,
            bleuTokenizer,
            smoothing,
            rows,
        };
        screen.AddTo(command);
        command.SetAction(
            (parsed, cancellationToken) =>
            {
                var options = new TextScoringOptions(
                    TextTokenizer.Find(parsed.GetRequiredValue(tokenizer)),
                    BleuTokenizer.Find(parsed.GetRequiredValue(bleuTokenizer)),
                    parsed.GetRequiredValue(smoothing)
                );
                var result = TextScoring.Run(parsed.GetRequiredValue(file), options, cancellationToken);
                return screen.Show(
                    surroundings,
                    parsed,
                    () => ScoreJson.Text(result),
                    (console, language) => ScoreTables.Show(console, result, parsed.GetValue(rows), language)
                );
            }
        );
        return command;
    }

    private static Command Retrieval(Surroundings surroundings)
    {
        var qrels = new Option<string>("--qrels")
        {
            Description = "Judgements in TREC's format: QUERY ITERATION DOCUMENT GRADE",
            Required = true,
        };
        var run = new Option<string>("--run") { Description = "A run in TREC's format: QUERY Q0 DOCUMENT RANK SCORE TAG", Required = true };
        var cutoffs = Cutoffs();
        var complete = new Option<bool>("--complete")
        {
            Description =
                "Count judged queries that the run lacks as having retrieved nothing, as trec_eval -c; otherwise they are left out",
        };
        var seed = Flags.AtLeast("--seed", "Seed of the bootstrap of nDCG's intervals", 0, 0);
        var rows = Rows();
        var screen = new Screen();
        var command = new Command("retrieval", "A run against judgements: map, recip_rank, ndcg, P, recall, success")
        {
            qrels,
            run,
            cutoffs,
            complete,
            seed,
            rows,
        };
        screen.AddTo(command);
        command.SetAction(
            (parsed, cancellationToken) =>
            {
                var result = RetrievalScoring.Run(
                    parsed.GetRequiredValue(qrels),
                    parsed.GetRequiredValue(run),
                    parsed.GetValue(cutoffs) is { Length: > 0 } ranks ? ranks : [1, 3, 5, 10],
                    parsed.GetValue(complete),
                    (ulong)parsed.GetValue(seed),
                    cancellationToken
                );
                return screen.Show(
                    surroundings,
                    parsed,
                    () => ScoreJson.Text(result),
                    (console, language) => ScoreTables.Show(console, result, parsed.GetValue(rows), language)
                );
            }
        );
        return command;
    }

    private static Command Labels(Surroundings surroundings)
    {
        var file = new Argument<string>("FILE")
        {
            Description = "CSV or JSON Lines with a column for each rater; blank where one gave no label",
        };
        var raters = new Option<string?>("--raters") { Description = "The raters' columns, separated by commas [all but id]" };
        var truth = new Option<string?>("--truth") { Description = "The rater that is right, for precision, recall and F1 [the first]" };
        var positive = new Option<string?>("--positive") { Description = "The label that these are about [1 of 1/0, true, yes, да]" };
        var categories = new Option<string?>("--categories")
        {
            Description = "All labels there are, in order, separated by commas [those that occur; numbers rising, names without order]",
        };
        var screen = new Screen();
        var command = new Command("labels", "Raters against each other: accuracy, F1, MCC, κ, α, AC₁, correlations")
        {
            file,
            raters,
            truth,
            positive,
            categories,
        };
        screen.AddTo(command);
        command.SetAction(
            (parsed, cancellationToken) =>
            {
                var options = new LabelScoringOptions(
                    Words(parsed.GetValue(raters)),
                    parsed.GetValue(truth),
                    parsed.GetValue(positive),
                    Words(parsed.GetValue(categories))
                );
                var result = LabelScoring.Run(parsed.GetRequiredValue(file), options, cancellationToken);
                return screen.Show(
                    surroundings,
                    parsed,
                    () => ScoreJson.Text(result),
                    (console, language) => ScoreTables.Show(console, result, language)
                );
            }
        );
        return command;
    }

    private static Option<int> Rows() => Flags.AtLeast("--rows", "Rows shown below the aggregates; --json has all", 0, 5);

    private static string[]? Words(string? list) =>
        list?.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);

    private static Option<int[]> Cutoffs() =>
        new("--cutoffs")
        {
            Description = "Ranks at which metrics are cut, separated by commas [1,3,5,10]",
            Arity = ArgumentArity.ExactlyOne,
            CustomParser = result =>
            {
                var ranks = new List<int>();
                foreach (var text in result.Tokens[0].Value.Split(',', StringSplitOptions.TrimEntries))
                {
                    if (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var rank) && rank >= 1)
                        ranks.Add(rank);
                    else
                        result.AddError($"--cutoffs: '{text}' is no rank: give whole numbers from 1 on, such as 1,5,10");
                }
                return [.. ranks];
            },
        };

    /// <summary>The flags that all three have, and how a result is shown.</summary>
    private sealed class Screen
    {
        private readonly Option<bool> _json = new("--json") { Description = "Print JSON in place of tables" };
        private readonly Option<string?> _lang = Flags.Lang();

        public void AddTo(Command command)
        {
            command.Options.Add(_json);
            command.Options.Add(_lang);
        }

        public Task<int> Show(Surroundings surroundings, ParseResult parsed, Func<string> json, Action<IAnsiConsole, Language> tables)
        {
            if (parsed.GetValue(_json))
                surroundings.RawOut.WriteLine(json());
            else
                tables(surroundings.Out, Language.Of(parsed.GetValue(_lang), surroundings.Culture));
            return Task.FromResult(ExitCode.Done);
        }
    }
}
