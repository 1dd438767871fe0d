using ModelLab.Records.Deciding;
using ModelLab.Records.Reading;
using ModelLab.Records.Vocabulary;
using ModelLab.Records.Vocabulary.Metrics;
using ModelLab.Records.Writing;

namespace ModelLab.Dashboard.Text;

/// <summary>Words about runs.</summary>
public static class RunText
{
    /// <summary>How far a run is.</summary>
    public static string State(RunState state, Language language) => RunStateText.Of(state, language);

    /// <summary>The status that a run's file holds, in words where it is one of ours; null without one.</summary>
    public static string? Overall(RunEntry run, Language language) =>
        Enum.GetValues<OverallStatus>()
            .Where(s => Names.Of(s) == run.OverallStatus)
            .Select(s => StatusText.Word(s, language))
            .FirstOrDefault()
        ?? run.OverallStatus;

    /// <summary>The name of a file without its folders; «—» where there is none.</summary>
    public static string File(string? path) => path is null ? MetricText.Undefined : path[(path.LastIndexOfAny(['/', '\\']) + 1)..];

    /// <summary>So many runs.</summary>
    public static string Count(int runs, Language language) =>
        language.Say(runs == 1 ? "1 run" : $"{runs} runs", $"{runs} {Plural(runs, "запуск", "запуска", "запусков")}");

    /// <summary>The Russian form that goes with a number.</summary>
    public static string Plural(long number, string one, string few, string many) =>
        (number % 100, number % 10) switch
        {
            (>= 11 and <= 14, _) => many,
            (_, 1) => one,
            (_, >= 2 and <= 4) => few,
            _ => many,
        };
}
