using ModelLab.Records.Vocabulary;

namespace ModelLab.Dashboard.Text;

/// <summary>What tiers are called on pages.</summary>
public static class TierText
{
    /// <summary>The name of a tier by its name in files; one that is not known is shown as it is.</summary>
    public static string Title(string tier, Language language) =>
        tier switch
        {
            "tier_0" => language.Say("Tier 0 · Embeddings", "Tier 0 · Эмбеддинги"),
            "tier_1" => language.Say("Tier 1 · Retrieval", "Tier 1 · Поиск"),
            "tier_2" => language.Say("Tier 2 · Generation, ideal context", "Tier 2 · Генерация, идеальный контекст"),
            "tier_3" => language.Say("Tier 3 · End to end", "Tier 3 · От вопроса до ответа"),
            "tier_judge" => language.Say("Tier Judge · Benchmark judges", "Tier Judge · Судьи бенчмарка"),
            "tier_judge_pipeline" => language.Say("Tier Judge Pipeline · Production judges", "Tier Judge Pipeline · Продакшн-судьи"),
            "tier_ux" => language.Say("Tier UX · Conversations and cache", "Tier UX · Диалоги и кэш"),
            _ => tier,
        };

    /// <summary>What a tier tells, in one sentence.</summary>
    public static string Question(string tier, Language language) =>
        tier switch
        {
            "tier_0" => language.Say(
                "How the vectors lie: spread, density, dimensions. Describes, does not rank.",
                "Как расположены векторы: разброс, плотность, размерность. Описывает, а не ранжирует."
            ),
            "tier_1" => language.Say(
                "Does retrieval find the chunk that holds the answer?",
                "Находит ли поиск чанк, в котором есть ответ?"
            ),
            "tier_2" => language.Say(
                "How well does the model answer when the right context is given?",
                "Насколько хорошо отвечает модель, когда дан верный контекст?"
            ),
            "tier_3" => language.Say(
                "How good is the answer that a user would really get?",
                "Насколько хорош ответ, который пользователь получил бы на деле?"
            ),
            "tier_judge" => language.Say(
                "Does the benchmark judge repeat itself, fail, take long?",
                "Повторяет ли судья бенчмарка свои оценки, сбоит ли, долго ли думает?"
            ),
            "tier_judge_pipeline" => language.Say(
                "Does the production judge show good answers and hide bad ones?",
                "Показывает ли судья хорошие ответы и скрывает ли плохие?"
            ),
            "tier_ux" => language.Say(
                "What a conversation meets: cache, follow-ups, rephrasings.",
                "Что встречает диалог: кэш, уточнения, перефразировки."
            ),
            _ => "",
        };
}
