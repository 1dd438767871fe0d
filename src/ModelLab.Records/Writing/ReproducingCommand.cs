using System.Globalization;
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
    public static string? Line(Run run) => Line(Words(run));

    private static string? Line(IReadOnlyList<string> words)
    {
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

    /// <summary>
    /// The command that goes on with a run that nobody works on, under the limits that it began with: of money, of calls at once, of time.
    /// </summary>
    /// <param name="run">The run.</param>
    /// <param name="directory">The output directory, where it is looked for.</param>
    /// <returns>Null when it is finished, a process works on it, or the file has no spec.</returns>
    public static string? Resuming(Run run, string directory) =>
        LiveRun.StateOf(run.Entry) == LiveState.Stopped && run.KnownSpec is not null
            ? Line([.. Words(run), .. LiveRun.Read(run.Entry)?.Money?.Flags ?? [], "--output-dir", directory])
            : null;

    private static IEnumerable<string> Of(SweepSpec spec, IReadOnlyList<Remark> notes)
    {
        yield return "run";
        (string, string?)[] flags =
        [
            .. RunFlags.Data.Select(f => (f.Name, f.Write(spec))),
            ("--generation-models", Named(ModelRole.Generation, spec, notes)),
            ("--judge-models", Named(ModelRole.BenchmarkJudge, spec, notes)),
            ("--production-judge-models", Named(ModelRole.ProductionJudge, spec, notes)),
            .. RunFlags.Others.Select(f => (f.Name, f.Write(spec))),
        ];
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

    // A role that an earlier run chose is not named, or it would not be chosen again. Which roles these were stands in the notes alone.
    private static string? Named(ModelRole role, SweepSpec spec, IReadOnlyList<Remark> notes)
    {
        var models = spec.Models.Of(role);
        if (models.Count == 0)
            return null;
        var chosen =
            spec.Shortlist is { } shortlist
            && notes.Any(n =>
                n.Text.StartsWith($"shortlist from {shortlist.Run}: {Names.Title(role, Language.English)}:", StringComparison.Ordinal)
            );
        return chosen ? null : string.Join(',', models);
    }

    /// <summary>A word as a POSIX shell reads it back.</summary>
    public static string Quoted(string word) =>
        word.All(c => char.IsAsciiLetterOrDigit(c) || "-_./:,@%+=".Contains(c, StringComparison.Ordinal)) && word.Length > 0
            ? word
            : "'" + word.Replace("'", "'\\''", StringComparison.Ordinal) + "'";
}
