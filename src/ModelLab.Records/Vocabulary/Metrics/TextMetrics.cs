using ModelLab.Core.Metrics.Text;
using ModelLab.Core.Models;
using static ModelLab.Records.Vocabulary.Metrics.MetricDirection;

namespace ModelLab.Records.Vocabulary.Metrics;

/// <summary>Answers against references, by words. A metric of texts is one entry here.</summary>
public static class TextMetrics
{
    private static readonly Text[] Texts =
    [
        new(
            "rouge1_f",
            "ROUGE-1",
            1,
            t => t.Rouge.One.F,
            new(
                "mean F of shared words with the best accepted answer, tokenizer unicode",
                "средняя F общих слов с лучшим из принятых ответов, токенизатор unicode"
            ),
            new(
                "Blind to order and to «не»: «до 12» and «не до 12» share nearly all words. Russian endings count as other words, so a right answer in another case loses.",
                "Не видит порядка и «не»: у «до 12» и «не до 12» почти все слова общие. Русские окончания делают слово другим, и верный ответ в другом падеже теряет."
            )
        ),
        new(
            "rouge2_f",
            "ROUGE-2",
            1,
            t => t.Rouge.Two.F,
            new(
                "mean F of shared word pairs with the best accepted answer, tokenizer unicode",
                "средняя F общих пар слов с лучшим из принятых ответов, токенизатор unicode"
            ),
            new(
                "An answer of two or three words has hardly a pair to share: right ones have 0. A good paraphrase and a wrong answer look the same.",
                "В ответе из двух-трёх слов почти нет пар: у верных бывает 0. Хорошая перефразировка и неверный ответ выглядят одинаково."
            )
        ),
        new(
            "rougeL_f",
            "ROUGE-L",
            1,
            t => t.Rouge.L.F,
            new(
                "mean F of the longest common subsequence with the best accepted answer, tokenizer unicode",
                "средняя F наибольшей общей подпоследовательности с лучшим из принятых ответов, токенизатор unicode"
            ),
            new(
                "Rewards the reference's order of words, which is free in Russian: an answer that turns the sentence round loses, one with a wrong number hardly does.",
                "Награждает порядок слов эталона, а в русском он свободен: ответ с другим порядком теряет, ответ с неверным числом — почти нет."
            )
        ),
        new(
            "bleu",
            "BLEU",
            100,
            t => Bleu.Sentence(t.Answer, t.References)?.Score,
            new(
                "mean of sacreBLEU's sentence score (13a, exponential smoothing, effective order)",
                "среднее пофразовых оценок sacreBLEU (13a, экспоненциальное сглаживание, эффективный порядок)"
            ),
            new(
                "For short Russian answers smoothing decides it, not agreement, and endings break matches. Not comparable with published BLEU, which is of whole corpora.",
                "Для коротких русских ответов её решает сглаживание, а не совпадение, и окончания рвут совпадения. Не сравнима с опубликованной BLEU: та — по целым корпусам."
            )
        ),
    ];

    /// <summary>What is measured of an answer, by the measure's name; null where it is undefined.</summary>
    public static IReadOnlyList<(string Measure, Func<TextComparison, double?> Of)> Measured { get; } =
    [.. Texts.Select(t => (t.Measure, t.Of))];

    internal static IEnumerable<MetricDefinition> Of(Tier tier) =>
        Texts.Select(t =>
            new MetricDefinition(
                tier,
                "avg_" + t.Measure,
                t.Title,
                t.Title,
                t.Maximum == 1 ? "share" : "0–100",
                0,
                t.Maximum,
                Higher,
                t.Formula,
                t.Caution
            )
            {
                Kind = MetricKind.Mean,
                Roles = [ModelRole.Generation],
                Ranks = true,
            }.From(t.Measure)
        );

    private sealed record Text(
        string Measure,
        string Title,
        double Maximum,
        Func<TextComparison, double?> Of,
        Wording Formula,
        Wording Caution
    );
}
