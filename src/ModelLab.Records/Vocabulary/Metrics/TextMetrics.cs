using static ModelLab.Records.Vocabulary.Metrics.Entry;
using static ModelLab.Records.Vocabulary.Metrics.MetricDirection;

namespace ModelLab.Records.Vocabulary.Metrics;

/// <summary>Answers against references, by words.</summary>
internal static class TextMetrics
{
    public static MetricDefinition[] Of(Tier tier) =>
        [
            Share(
                tier,
                "avg_rouge1_f",
                "ROUGE-1",
                "ROUGE-1",
                Higher,
                new(
                    "mean F of shared words with the best accepted answer, tokenizer unicode",
                    "средняя F общих слов с лучшим из принятых ответов, токенизатор unicode"
                ),
                new(
                    "Blind to order and to «не»: «до 12» and «не до 12» share nearly all words. Russian endings count as other words, so a right answer in another case loses.",
                    "Не видит порядка и «не»: у «до 12» и «не до 12» почти все слова общие. Русские окончания делают слово другим, и верный ответ в другом падеже теряет."
                )
            ),
            Share(
                tier,
                "avg_rouge2_f",
                "ROUGE-2",
                "ROUGE-2",
                Higher,
                new(
                    "mean F of shared word pairs with the best accepted answer, tokenizer unicode",
                    "средняя F общих пар слов с лучшим из принятых ответов, токенизатор unicode"
                ),
                new(
                    "An answer of two or three words has hardly a pair to share: right ones have 0. A good paraphrase and a wrong answer look the same.",
                    "В ответе из двух-трёх слов почти нет пар: у верных бывает 0. Хорошая перефразировка и неверный ответ выглядят одинаково."
                )
            ),
            Share(
                tier,
                "avg_rougeL_f",
                "ROUGE-L",
                "ROUGE-L",
                Higher,
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
                tier,
                "avg_bleu",
                "BLEU",
                "BLEU",
                "0–100",
                0,
                100,
                Higher,
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
}
