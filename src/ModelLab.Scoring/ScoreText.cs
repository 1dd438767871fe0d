using System.Globalization;
using ModelLab.Records.Vocabulary;
using ModelLab.Records.Vocabulary.Metrics;
using ModelLab.Records.Writing;

namespace ModelLab.Scoring;

/// <summary>How <c>score</c>'s numbers and names are shown to people. Undefined is «—».</summary>
public static class ScoreText
{
    private static readonly Dictionary<string, (string English, string Russian)> Titles = new()
    {
        ["rouge1_precision"] = ("ROUGE-1 precision", "ROUGE-1, точность"),
        ["rouge1_recall"] = ("ROUGE-1 recall", "ROUGE-1, полнота"),
        ["rouge1_f"] = ("ROUGE-1", "ROUGE-1"),
        ["rouge2_precision"] = ("ROUGE-2 precision", "ROUGE-2, точность"),
        ["rouge2_recall"] = ("ROUGE-2 recall", "ROUGE-2, полнота"),
        ["rouge2_f"] = ("ROUGE-2", "ROUGE-2"),
        ["rougeL_precision"] = ("ROUGE-L precision", "ROUGE-L, точность"),
        ["rougeL_recall"] = ("ROUGE-L recall", "ROUGE-L, полнота"),
        ["rougeL_f"] = ("ROUGE-L", "ROUGE-L"),
        ["bleu"] = ("BLEU", "BLEU"),
        ["chrf"] = ("chrF", "chrF"),
        ["token_f1"] = ("Token F1", "F1 по словам"),
        ["exact_match"] = ("Exact match", "Точное совпадение"),
        ["ngram_overlap"] = ("3-gram overlap", "Общие 3-граммы"),
        [TextScoring.CorpusBleu] = ("BLEU of the corpus", "BLEU корпуса"),
        [TextScoring.CorpusChrF] = ("chrF of the corpus", "chrF корпуса"),
        ["accuracy"] = ("Accuracy", "Точность (accuracy)"),
        ["precision"] = ("Precision", "Точность (precision)"),
        ["recall"] = ("Recall", "Полнота (recall)"),
        ["f1"] = ("F1", "F1"),
        ["mcc"] = ("MCC", "MCC"),
        ["cohen_kappa"] = ("Cohen's κ", "κ Коэна"),
        ["cohen_kappa_linear"] = ("Cohen's κ, linear", "κ Коэна, линейная"),
        ["cohen_kappa_quadratic"] = ("Cohen's κ, quadratic", "κ Коэна, квадратичная"),
        ["pearson"] = ("Pearson's r", "r Пирсона"),
        ["spearman"] = ("Spearman's ρ", "ρ Спирмена"),
        ["kendall_tau_b"] = ("Kendall's τ-b", "τ-b Кендалла"),
        ["krippendorff_alpha_nominal"] = ("Krippendorff's α, nominal", "α Криппендорфа, номинальная"),
        ["krippendorff_alpha_ordinal"] = ("Krippendorff's α, ordinal", "α Криппендорфа, порядковая"),
        ["krippendorff_alpha_interval"] = ("Krippendorff's α, interval", "α Криппендорфа, интервальная"),
        ["krippendorff_alpha_ratio"] = ("Krippendorff's α, ratio", "α Криппендорфа, отношений"),
        ["gwet_ac1"] = ("Gwet's AC₁", "AC₁ Гвета"),
    };

    /// <summary>A metric's short name; those of retrieval are trec_eval's in every language.</summary>
    public static string Title(string metric, Language language) =>
        Titles.TryGetValue(metric, out var title) ? language.Say(title.English, title.Russian) : metric;

    /// <summary>A value with as many digits as its scale bears: BLEU and chrF are out of 100.</summary>
    public static string Value(string metric, double? value, Language language) =>
        value?.ToString(Format(metric), language.Culture) ?? MetricText.Undefined;

    /// <summary>
    /// A value with its interval, where there is one: <c>0.412 [0.398, 0.425]</c>; a star marks one that rests on too few clusters.
    /// </summary>
    public static string WithInterval(Score score, Language language) =>
        Value(score.Metric, score.Value, language)
        + IntervalText.After(score.Interval, end => Value(score.Metric, end, language), language);

    /// <summary>A value with its denominator.</summary>
    public static string WithN(Score score, Language language) =>
        score.Value is null
            ? MetricText.Undefined
            : string.Create(language.Culture, $"{Value(score.Metric, score.Value, language)} (n={score.N})");

    private static string Format(string metric) =>
        metric is "bleu" or "chrf" or TextScoring.CorpusBleu or TextScoring.CorpusChrF ? "0.00" : "0.000";
}
