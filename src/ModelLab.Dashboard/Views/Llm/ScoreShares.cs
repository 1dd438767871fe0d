using ModelLab.Core.Models;
using ModelLab.Dashboard.Charts;
using ModelLab.Records.Reading;
using ModelLab.Records.Vocabulary;
using ModelLab.Records.Vocabulary.Metrics;

namespace ModelLab.Dashboard.Views.Llm;

/// <summary>How each model's values are distributed, and where end-to-end quality is lost, as bars of shares.</summary>
public static class ScoreShares
{
    /// <summary>
    /// The distribution of a measure under each model: whole scores on the 1–5 scale, else some five ranges that all models share. Models
    /// without a value, and those that a race dropped, are left out.
    /// </summary>
    public static StackedRows Distribution(QuestionSet set, Language language)
    {
        var values = set.Models.Select((_, i) => set.ValuesOf(i).ToList()).ToList();
        var all = values.SelectMany(v => v).ToList();
        var isScore = set.Metric.Info.Unit == "1–5";
        var isYesNo = all.All(v => v is 0 or 1);
        IReadOnlyList<HistogramBin> Bins(List<double> own) =>
            isScore ? HistogramBins.Whole(own, 1, 5)
            : isYesNo ? HistogramBins.Whole(own, 0, 1)
            : [];
        var scale = isScore || isYesNo ? null : LinearScale.Of(all, 0, 1, set.Metric.Info.Minimum, set.Metric.Info.Maximum, ticks: 6);
        // Borders of all models together, or bars could not be compared.
        int BinOf(double value) => Math.Clamp((int)Math.Floor((value - scale!.Least) / scale.Step + 1e-9), 0, Count(scale) - 1);
        IReadOnlyList<string> parts = scale is null
            ?
            [
                .. Bins([])
                    .Select(b =>
                        isYesNo && !isScore
                            ? b.Name == "1"
                                ? language.Say("yes", "да")
                                : language.Say("no", "нет")
                            : b.Name
                    ),
            ]
            :
            [
                .. Enumerable
                    .Range(0, Count(scale))
                    .Select(i =>
                        $"{scale.Label(scale.Least + i * scale.Step, language)}–{scale.Label(scale.Least + (i + 1) * scale.Step, language)}"
                    ),
            ];
        var rows = new List<StackedRow>();
        for (var i = 0; i < set.Models.Count; i++)
        {
            if (values[i].Count == 0 || set.Dropped.Contains(set.Models[i]))
                continue;
            var counts = new long[parts.Count];
            if (scale is null)
                counts = [.. Bins(values[i]).Select(b => b.Count)];
            else
                foreach (var value in values[i])
                    counts[BinOf(value)]++;
            rows.Add(
                new StackedRow(set.Models[i], [.. counts.Select(c => (double)c / values[i].Count)], values[i].Count, !set.Compared[i])
            );
        }
        return new StackedRows(parts, [.. parts.Select((_, i) => Shade(i, parts.Count))], rows);
    }

    /// <summary>
    /// The share of answered questions that are good, that retrieval missed, that generation got wrong, and that the judge did not score,
    /// per generation model, averaged over the judges. Null where the run
    /// has no such rates: tier 3 did not run, or its file is of schema 2.0.
    /// </summary>
    public static StackedRows? Losses(IReadOnlyList<Aggregate> values, IReadOnlyList<string> judges, Language language)
    {
        string[] names =
        [
            .. new[] { Measures.RetrievalMissed, Measures.GenerationWrong, Measures.JudgeFailed }.Select(m =>
                MetricCatalog.OfMeasure(Tier.EndToEnd, m).Name
            ),
        ];
        var own = values
            .Where(v =>
                v.Tier == Tier.EndToEnd
                && names.Contains(v.Metric)
                && v is { Value: not null, GenerationModel: not null, JudgeModel: not null }
            )
            .ToList();
        var counted = own.Where(v => judges.Contains(v.JudgeModel!)).ToList() is { Count: > 0 } chosen ? chosen : own;
        var onlyBuiltIns = own.All(v => IsBuiltIn(v.GenerationModel!));
        var rows = counted
            .GroupBy(v => v.GenerationModel!)
            .Select(g =>
            {
                double[] lost = [.. names.Select(n => g.Where(v => v.Metric == n).Select(v => v.Value!.Value).DefaultIfEmpty(0).Average())];
                return new StackedRow(g.Key, [Math.Max(0, 1 - lost.Sum()), .. lost], g.Min(v => v.N), !onlyBuiltIns && IsBuiltIn(g.Key));
            })
            .OrderByDescending(r => r.Shares[0])
            .ToList();
        return rows.Count == 0
            ? null
            : new StackedRows(
                [
                    language.Say("good", "хорошо"),
                    language.Say("retrieval missed", "промах поиска"),
                    language.Say("generation wrong", "ошибка генерации"),
                    language.Say("judge failed", "сбой судьи"),
                ],
                ["part-good", "part-retrieval", "part-generation", "part-judge"],
                rows
            );
    }

    // Pale for low, strong for high values, over the ten shades that there are.
    private static string Shade(int part, int parts) =>
        FormattableString.Invariant($"q{(parts <= 1 ? 5 : (int)Math.Round(9.0 * part / (parts - 1)))}");

    private static int Count(LinearScale scale) => Math.Max(1, (int)Math.Round((scale.Most - scale.Least) / scale.Step));

    private static bool IsBuiltIn(string model) => model.StartsWith(ModelRef.BuiltInProvider + ":", StringComparison.Ordinal);
}
