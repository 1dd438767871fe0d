using System.Globalization;
using ModelLab.Core.Datasets;
using ModelLab.Core.Judging;
using ModelLab.Core.Models;
using ModelLab.Core.Text;
using ModelLab.Records.Analyses;
using ModelLab.Records.Deciding;
using ModelLab.Records.Reading;
using ModelLab.Records.Vocabulary;
using ModelLab.Records.Vocabulary.Metrics;

namespace ModelLab.Records.Writing;

/// <summary>The command that makes a run of the same spec. Keys, prompts of one's own and prices are not in a spec.</summary>
public static class ReproducingCommand
{
    /// <summary>The words after the program's name; flags that have their preset are left out.</summary>
    public static IReadOnlyList<string> Words(Run run) => run.KnownSpec is { } spec ? [.. Of(spec, run.Notes), .. Analyses(run)] : [];

    /// <summary>The command as it is typed into a POSIX shell, one flag a line.</summary>
    /// <returns>Null when the file has no spec.</returns>
    public static string? Line(Run run)
    {
        var words = Words(run);
        if (words.Count == 0)
            return null;
        var lines = new List<string> { "modellab " + words[0] };
        foreach (var word in words.Skip(1))
        {
            if (word.StartsWith("--", StringComparison.Ordinal))
                lines.Add(word);
            else
                lines[^1] += " " + Quoted(word);
        }
        return string.Join(" \\\n  ", lines);
    }

    /// <summary>The command that goes on with a run that nobody works on.</summary>
    /// <param name="run">The run.</param>
    /// <param name="directory">The output directory, where it is looked for.</param>
    /// <returns>Null when it is finished, a process works on it, or the file has no spec.</returns>
    public static string? Resuming(Run run, string directory) =>
        LiveRun.StateOf(run.Entry) == LiveState.Stopped && Line(run) is { } line ? $"{line} \\\n  --output-dir {Quoted(directory)}" : null;

    private static IEnumerable<string> Of(SweepSpec spec, IReadOnlyList<string> notes)
    {
        yield return "run";
        var flags = new List<(string Flag, string? Value)>
        {
            ("--tier", spec.Tiers.Count == TierNames.All.Count ? null : string.Join(',', spec.Tiers.Select(t => t.Flag()))),
            ("--mode", spec.Mode == "synthetic" ? null : spec.Mode),
            (spec.Mode == "manual" ? "--manual-dataset" : "--dataset", spec.DatasetFile),
            ("--judge-pipeline-dataset", spec.JudgePipelineFile),
            ("--limit", spec.Limit?.ToString(CultureInfo.InvariantCulture)),
            ("--generation-models", Named(ModelRole.Generation, spec, notes)),
            ("--judge-models", Named(ModelRole.BenchmarkJudge, spec, notes)),
            ("--production-judge-models", Named(ModelRole.ProductionJudge, spec, notes)),
            ("--judge-eval-mode", Unless(Names.Of(spec.JudgeEvalMode), "direct")),
            ("--consistency-runs", Unless(spec.ConsistencyRuns, 1)),
            ("--rubrics", spec.Rubrics.SequenceEqual(Measures.Tier2Rubrics) ? null : string.Join(',', spec.Rubrics.Select(Measures.Of))),
            ("--generation-temperature", Unless(spec.Generation.Temperature, Sampling.OfGenerators.Temperature)),
            ("--generation-max-tokens", Unless(spec.Generation.MaxTokens, Sampling.OfGenerators.MaxTokens)),
            ("--judge-temperature", Unless(spec.Judging.Temperature, Sampling.OfJudges.Temperature)),
            ("--judge-max-tokens", Unless(spec.Judging.MaxTokens, Sampling.OfJudges.MaxTokens)),
            ("--knowledge-base", spec.KnowledgeBase),
            ("--embedding-model", spec.EmbeddingModel),
            ("--approximate", spec.SearchMode == SearchMode.Approximate ? "" : null),
            ("--sessions", spec.SessionsFile),
            ("--intrinsic-vectors", spec.IntrinsicOfChunks ? "chunks" : null),
            ("--top-k", Unless(spec.TopK, 10)),
            ("--context-top-k", Unless(spec.ContextTopK, 1)),
            ("--cache-threshold", Unless(spec.CacheThreshold, 0.85)),
            ("--shortlist-from", spec.Shortlist?.Run),
            ("--shortlist-top", spec.Shortlist?.Top?.ToString(CultureInfo.InvariantCulture)),
            ("--reuse-shortlist-questions", spec.Shortlist is { ReusesQuestions: true } ? "" : null),
            ("--race", spec.Race is null ? null : ""),
            ("--race-batch", spec.Race is { } race ? Unless(race.BatchPages, RaceSpec.DefaultBatchPages) : null),
            ("--seed", Unless(spec.Seed, 0)),
        };
        foreach (var (flag, value) in flags)
        {
            if (value is null)
                continue;
            yield return flag;
            if (value.Length > 0)
                yield return value;
        }
    }

    private static IEnumerable<string> Analyses(Run run)
    {
        if (run.Analyses.Utilization is { } utilization)
        {
            string[] flags =
            [
                "--analyze-utilization",
                "--utilization-questions-source",
                Names.Of(utilization.QuestionsSource),
                "--utilization-top-k",
                Whole(utilization.TopK),
            ];
            foreach (var word in flags)
                yield return word;
        }
        if (run.Analyses.Topics is { } topics)
        {
            string[] flags = ["--analyze-topics", "--topics-count", Whole(topics.RequestedTopics), "--topics-top-k", Whole(topics.TopK)];
            foreach (var word in flags)
                yield return word;
        }
        if (run.Analyses.Domain is not null)
            yield return "--analyze-domain";
    }

    private static string Whole(int number) => number.ToString(CultureInfo.InvariantCulture);

    private static string? Unless<T>(T value, T preset) =>
        value is null || EqualityComparer<T>.Default.Equals(value, preset) ? null : Convert.ToString(value, CultureInfo.InvariantCulture);

    // A role that an earlier run chose is not named, or it would not be chosen again. Which roles these were stands in the notes alone.
    private static string? Named(ModelRole role, SweepSpec spec, IReadOnlyList<string> notes)
    {
        var models = spec.Models.Of(role);
        if (models.Count == 0)
            return null;
        var chosen =
            spec.Shortlist is { } shortlist
            && notes.Any(n =>
                n.StartsWith($"shortlist from {shortlist.Run}: {Names.Title(role, Language.English)}:", StringComparison.Ordinal)
            );
        return chosen ? null : string.Join(',', models);
    }

    /// <summary>A word as a POSIX shell reads it back.</summary>
    public static string Quoted(string word) =>
        word.All(c => char.IsAsciiLetterOrDigit(c) || "-_./:,@%+=".Contains(c, StringComparison.Ordinal)) && word.Length > 0
            ? word
            : "'" + word.Replace("'", "'\\''", StringComparison.Ordinal) + "'";
}
