using System.Text.Json.Nodes;
using ModelLab.Records.Deciding;
using ModelLab.Records.Reading;
using ModelLab.Records.Vocabulary;
using ModelLab.Records.Vocabulary.Metrics;

namespace ModelLab.Records.Writing;

/// <summary>Gates for people, one line each, and for programs.</summary>
public static class GateText
{
    /// <summary>The gate in one line: its verdict, the number, and what the verdict rests on.</summary>
    public static string Line(GateResult result, Language language)
    {
        var verdict = result.Verdict switch
        {
            GateVerdict.Passed => language.Say("gate passed", "порог пройден"),
            GateVerdict.Failed => language.Say("gate failed", "порог не пройден"),
            _ => language.Say("gate inconclusive", "порог: вывода нет"),
        };
        var limit = result.Limit.ToString("0.######", language.Culture);
        var wanted =
            result.Kind == GateKind.FailUnder
                ? $"{result.Metric} {(result.LowerIsBetter ? "≤" : "≥")} {limit}"
                : language.Say(
                    $"{result.Metric} at most {limit} worse in {result.Run}",
                    $"{result.Metric} хуже не более чем на {limit} в {result.Run}"
                );
        var models = result.Models == ModelNames.None ? "" : $" ({result.Models})";
        return $"{verdict}: {wanted}{models}: {Number(result, language)}{Ground(result, language)}";
    }

    /// <summary>The gates as JSON. Field names are documented in docs/file-formats.md.</summary>
    public static JsonArray Node(IEnumerable<GateResult> results) =>
        [
            .. results.Select(r =>
                (JsonNode)
                    new JsonObject
                    {
                        ["gate"] = Names.Of(r.Kind),
                        ["metric"] = r.Metric,
                        ["models"] = ComparisonJson.Models(r.Models),
                        ["run"] = r.Run,
                        ["limit"] = r.Limit,
                        ["lower_is_better"] = r.LowerIsBetter,
                        ["value"] = r.Value,
                        ["n"] = r.N,
                        ["interval"] = RecommendationJson.Interval(r.Interval),
                        ["verdict"] = Names.Of(r.Verdict),
                        ["ground"] = Names.Of(r.Ground),
                    }
            ),
        ];

    private static string Number(GateResult result, Language language)
    {
        if (result.Value is not { } value)
            return MetricText.Undefined;
        var dot = result.Metric.IndexOf('.', StringComparison.Ordinal);
        var (tier, metric) = (TierNames.FromFileName(result.Metric[..dot]), result.Metric[(dot + 1)..]);
        string Show(double number) => MetricText.Value(tier, metric, number, language);
        var sign = result.Kind == GateKind.FailOnRegression && value > 0 ? "+" : "";
        var n =
            result.Kind == GateKind.FailOnRegression || MetricCatalog.Find(tier, metric).HasDenominator
                ? string.Create(language.Culture, $" (n={result.N})")
                : "";
        return sign + Show(value) + IntervalText.After(result.Interval, Show, language) + n;
    }

    private static string Ground(GateResult result, Language language) =>
        result.Ground switch
        {
            GateGround.Interval when result.Verdict == GateVerdict.Inconclusive => language.Say(
                ": the limit lies in the interval",
                ": граница лежит внутри интервала"
            ),
            GateGround.Interval => "",
            GateGround.Value => language.Say(": no interval, decided by the value", ": интервала нет, решает само значение"),
            GateGround.NoInterval => language.Say(
                ": no interval: fewer than two source pages, or too few cases of one kind",
                ": интервала нет: меньше двух страниц-источников или слишком мало случаев одного вида"
            ),
            GateGround.NothingToCheck => language.Say(
                ": no combination is ok: see the reasons in model_runs",
                ": ни одной годной комбинации: причины — в model_runs"
            ),
            _ => language.Say(": undefined, or not measured", ": не определено или не измерено"),
        };
}
