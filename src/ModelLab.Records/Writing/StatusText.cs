using ModelLab.Core.Models;
using ModelLab.Core.Statistics;
using ModelLab.Records.Deciding;
using ModelLab.Records.Numbers;
using ModelLab.Records.Vocabulary;
using ModelLab.Records.Vocabulary.Metrics;

namespace ModelLab.Records.Writing;

/// <summary>A run's status in words.</summary>
public static class StatusText
{
    /// <summary>The status in a word.</summary>
    public static string Word(OverallStatus status, Language language) =>
        status switch
        {
            OverallStatus.Good => language.Say("good", "хорошо"),
            OverallStatus.Attention => language.Say("attention", "требует внимания"),
            OverallStatus.Critical => language.Say("critical", "критично"),
            _ => language.Say("insufficient data", "недостаточно данных"),
        };

    /// <summary>A verdict in a word.</summary>
    public static string Word(BaselineVerdict verdict, Language language) =>
        verdict switch
        {
            BaselineVerdict.Met => language.Say("met", "достигнут"),
            BaselineVerdict.Missed => language.Say("missed", "не достигнут"),
            _ => language.Say("inconclusive", "не решено"),
        };

    /// <summary>The status with the count of verdicts and why: one line without a full stop.</summary>
    public static string Headline(RunStatus status, Language language)
    {
        int Count(BaselineVerdict verdict) => status.With(verdict).Count();
        var word = Word(status.Overall, language);
        if (status.Combination is null)
            return $"{word} ({language.Say("no combination of models is usable", "нет ни одной пригодной комбинации моделей")})";
        if (status.Checks.Count == 0)
            return $"{word} ({language.Say("no metric with a baseline was measured", "не измерена ни одна метрика с ориентиром")})";
        var counts = string.Create(
            language.Culture,
            $"{language.Say("baselines: missed", "ориентиры: не достигнуто")} {Count(BaselineVerdict.Missed)}, {language.Say("met", "достигнуто")} {Count(BaselineVerdict.Met)}, {language.Say("inconclusive", "не решено")} {Count(BaselineVerdict.Inconclusive)}"
        );
        var why =
            status.Overall == OverallStatus.InsufficientData
                ? "; "
                    + language.Say(
                        $"none rests on {ConfidenceInterval.FewestClusters} source pages",
                        $"ни один не опирается на {ConfidenceInterval.FewestClusters} страниц-источников"
                    )
                : "";
        return $"{word} ({counts}{why})";
    }

    /// <summary>What stands before the combination that is meant.</summary>
    public static string CombinationTitle(Language language) => language.Say("Combination", "Комбинация");

    /// <summary>The combination that is meant, role by role; null without one, or when no model takes part.</summary>
    /// <param name="status">The status.</param>
    /// <param name="language">The language.</param>
    /// <param name="quote">Writes a model's name; null for as it is.</param>
    public static string? Combination(RunStatus status, Language language, Func<string, string>? quote = null)
    {
        var named = status
            .Choices.Select(c => $"{Role(c.Role, language)} {quote?.Invoke(c.Model) ?? c.Model}{Why(c.Choice, language)}")
            .ToList();
        return named.Count == 0 ? null : string.Join(", ", named);
    }

    private static string Role(ModelRole role, Language language) =>
        role switch
        {
            ModelRole.Generation => language.Say("generation model", "модель генерации"),
            ModelRole.BenchmarkJudge => language.Say("benchmark judge", "судья бенчмарка"),
            _ => language.Say("production judge", "продакшн-судья"),
        };

    private static string Why(StatusChoice choice, Language language) =>
        choice switch
        {
            StatusChoice.Provisional => language.Say(" (undecided: for now)", " (не решено: пока она)"),
            StatusChoice.RankedFirst => language.Say(
                " (no pick in this role: the first ranked)",
                " (в этой роли выбора нет: первая по месту)"
            ),
            StatusChoice.NamedFirst => language.Say(" (not compared: the first named)", " (не сравнивались: первая из названных)"),
            _ => "",
        };

    /// <summary>
    /// The executive summary: the headline, the combination that is meant, and a line for each baseline with value, interval, denominator
    /// and verdict, missed ones first.
    /// </summary>
    public static string Summary(RunStatus status, Language language)
    {
        var lines = new List<string> { $"{language.Say("Status", "Статус")}: {Headline(status, language)}." };
        if (Combination(status, language) is { } combination)
            lines.Add($"{CombinationTitle(language)}: {combination}.");
        foreach (var check in InOrder(status))
            lines.Add(
                $"{Word(check.Verdict, language)}: {Title(check, language)} ({check.Metric.Address}) {Shown(check, language)}, {language.Say("baseline", "ориентир")} {Baseline(check, language)}"
            );
        if (IntervalText.Note(status.Checks.Select(c => c.Number.Interval), language) is { } note)
            lines.Add($"{IntervalText.UnreliableMark} {note}.");
        return string.Join('\n', lines);
    }

    /// <summary>Missed ones first, then those that are not settled.</summary>
    internal static IEnumerable<BaselineCheck> InOrder(RunStatus status) =>
        new[] { BaselineVerdict.Missed, BaselineVerdict.Inconclusive, BaselineVerdict.Met }.SelectMany(status.With);

    internal static string Title(BaselineCheck check, Language language) => language.Say(check.Metric.English, check.Metric.Russian);

    internal static string Shown(BaselineCheck check, Language language) =>
        MetricText.WithN(check.Number, check.Number.Tier, check.Metric.Name, language);

    internal static string Baseline(BaselineCheck check, Language language) =>
        MetricText.Value(check.Number.Tier, check.Metric.Name, check.Baseline, language);
}
