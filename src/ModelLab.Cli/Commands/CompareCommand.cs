using System.CommandLine;
using ModelLab.Cli.Hosting;
using ModelLab.Cli.Screens;
using ModelLab.Core;
using ModelLab.Records.Deciding;
using ModelLab.Records.Numbers;
using ModelLab.Records.Reading;
using ModelLab.Records.Vocabulary;
using ModelLab.Records.Vocabulary.Metrics;
using ModelLab.Records.Writing;
using ModelLab.Sweeps.Requests;

namespace ModelLab.Cli.Commands;

/// <summary><c>compare RUN RUN…</c>: runs against the first of them, question by question.</summary>
internal static class CompareCommand
{
    public static Command Create(Surroundings surroundings)
    {
        var runs = new Argument<string[]>("RUN")
        {
            Description = "Ids or files of runs, or 'latest'; the first is what the others are held against",
            Arity = ArgumentArity.OneOrMore,
        };
        var output = new Option<string>("--output-dir")
        {
            Description = "Where the runs are",
            DefaultValueFactory = _ => SweepRequest.DefaultOutput,
        };
        var metric = new Option<string[]>("--metric")
        {
            Description = "Compare by this metric, such as tier_2.avg_faithfulness; may be repeated [what the roles are ranked by]",
            AllowMultipleArgumentsPerToken = true,
        };
        var force = new Option<bool>("--force")
        {
            Description = "Compare even what is not comparable, and say above the table in what it differs",
        };
        var regression = Flags.NumberIfAny(
            "--fail-on-regression",
            "Exit code 1 where a metric is surely worse than before by more than this, in its own unit",
            0
        );
        var strict = Flags.Strict();
        var json = new Option<bool>("--json") { Description = "Print JSON in place of tables" };
        var markdown = Flags.Markdown();
        var lang = Flags.Lang();
        var command = new Command("compare", "Hold runs against an earlier one, question by question")
        {
            runs,
            output,
            metric,
            force,
            regression,
            strict,
            json,
            markdown,
            lang,
        };
        command.SetAction(parsed =>
        {
            var language = Language.Of(parsed.GetValue(lang), surroundings.Culture);
            var metrics = (parsed.GetValue(metric) ?? []).Select(Comparable).Distinct().ToList();
            var read = Read(surroundings, new RunLibrary(parsed.GetRequiredValue(output)), parsed.GetRequiredValue(runs));
            if (!parsed.GetValue(force))
                RequireComparable(read);
            RequireMeasured(read, metrics);
            var comparison = RunComparison.Of(read[0], read[1..], metrics.Count > 0 ? metrics : null);
            if (comparison.Later.FirstOrDefault(l => l.Changes.Count == 0) is { } nothing)
                throw new BadInputException(
                    $"{comparison.Baseline} and {nothing.Run}: nothing to compare: "
                        + $"{ComparisonReport.Nothing(nothing, Language.English)}: name runs of the same models, or of one model each, "
                        + $"{(nothing.Unmatched.Any(u => u.IsRaced) ? "without --race" : "on the same questions")}"
                );
            var gates = parsed.GetValue(regression) is { } tolerance ? new RegressionGate(tolerance).Check(comparison) : [];
            var lines = surroundings.RawOut;
            if (parsed.GetValue(json))
            {
                var node = ComparisonJson.Node(comparison);
                if (parsed.GetValue(regression) is not null)
                    node["gates"] = GateText.Node(gates);
                surroundings.RawOut.WriteLine(node.ToJsonString(RunsJson.Indented));
                lines = surroundings.Error;
            }
            else if (parsed.GetValue(markdown))
                lines.WriteLine(ComparisonReport.Write(comparison, language) + (gates.Count > 0 ? "\n" : ""));
            else
            {
                ComparisonTables.Show(surroundings.Out, comparison, language);
                // Names and numbers are to be copied: the console would break them at its width.
                lines = surroundings.Out.Lines();
            }
            foreach (var gate in gates)
                lines.WriteLine(GateText.Line(gate, language));
            return ExitCode.Of(gates, parsed.GetValue(strict));
        });
        return command;
    }

    private static MetricDefinition Comparable(string address)
    {
        var metric = MetricAddress.Parse(address, "--metric");
        var tier = metric.Tier;
        if (metric.IsByQuestion)
            return metric;
        var known = MetricCatalog.ByQuestion.Where(m => m.Tier == tier).Select(m => m.Address).ToList();
        throw new BadInputException(
            $"--metric {address}: it has no value question by question, so runs cannot be compared by it: "
                + $"{(known.Count > 0 ? $"choose one of {string.Join(", ", known)}" : $"nothing of {metric.TierName} has")}"
        );
    }

    private static List<Run> Read(Surroundings surroundings, RunLibrary library, string[] named)
    {
        var runs = named.Select(library.Open).DistinctBy(r => r.Entry.Location).ToList();
        if (runs.Count < 2)
            throw new BadInputException("compare: name at least two different runs, the earlier one first");
        foreach (var run in runs.Where(r => !r.Entry.IsComplete))
            surroundings.Error.WriteLine($"warning: {run.Id} is unfinished: only what it has is compared");
        return runs;
    }

    private static void RequireComparable(List<Run> runs)
    {
        var different = runs.Skip(1)
            .Select(run => (run.Id, Differences: runs[0].Fingerprint.DifferencesTo(run.Fingerprint)))
            .Where(r => r.Differences.Count > 0)
            .ToList();
        if (different.Count == 0)
            return;
        throw new BadInputException(
            $"{string.Join("; ", different.Select(d => $"{runs[0].Id} and {d.Id} are not comparable: {string.Join("; ", d.Differences.Select(x => x.In(Language.English)))}"))}: run them alike, or give --force"
        );
    }

    private static void RequireMeasured(List<Run> runs, List<MetricDefinition> metrics)
    {
        foreach (var metric in metrics)
            if (runs.FirstOrDefault(r => !r.Spec.Tiers.Contains(metric.Tier)) is { } without)
                throw new BadInputException($"--metric {metric.Address}: run {without.Id} has no {metric.TierName}");
    }
}
