namespace ModelLab.Records.Vocabulary;

/// <summary>A part in which two fingerprints differ.</summary>
/// <param name="Part">Its name in <see cref="Fingerprint.Parts"/>.</param>
/// <param name="First">The first run's value; null where its program did not know the part.</param>
/// <param name="Second">The second run's.</param>
public sealed record FingerprintDifference(string Part, string? First, string? Second)
{
    // A hash is told from others by its beginning; what is longer would hide the rest of the line.
    private const int ShownOfHash = 12;

    /// <summary>The difference in words with both values: <c>retrieval depth (--top-k): 10 and 5</c>.</summary>
    public string In(Language language) =>
        $"{Title(language)}: {Shown(First, language)} {language.Say("and", "и")} {Shown(Second, language)}";

    /// <summary>What the part is called; its name in files where it has no other.</summary>
    public string Title(Language language) =>
        Part switch
        {
            "dataset_sha256" => language.Say("data set content", "содержимое датасета"),
            "judge_pipeline_sha256" => language.Say("judge-pipeline data set content", "содержимое датасета судьи показа"),
            "item_ids" => language.Say("questions taken", "взятые вопросы"),
            "judge_pipeline_item_ids" => language.Say("labelled items taken", "взятые размеченные примеры"),
            "session_item_ids" => language.Say("turns of sessions", "реплики диалогов"),
            "limit" => language.Say("limit (--limit)", "лимит (--limit)"),
            "tiers" => language.Say("tiers (--tier)", "части (--tier)"),
            "judge_eval_mode" => language.Say("judge mode (--judge-eval-mode)", "режим судьи (--judge-eval-mode)"),
            "rubrics" => language.Say("rubrics (--rubrics)", "критерии (--rubrics)"),
            "consistency_runs" => language.Say("consistency runs (--consistency-runs)", "повторов генерации (--consistency-runs)"),
            "intrinsic_of_chunks" => language.Say("tier 0 of chunks (--intrinsic-vectors)", "tier 0 по чанкам (--intrinsic-vectors)"),
            "top_k" => language.Say("retrieval depth (--top-k)", "глубина поиска (--top-k)"),
            "context_top_k" => language.Say("chunks in a context (--context-top-k)", "чанков в контексте (--context-top-k)"),
            "cache_threshold" => language.Say("cache threshold (--cache-threshold)", "порог кэша (--cache-threshold)"),
            "embedder" => language.Say("embedder (--embedding-model)", "модель эмбеддингов (--embedding-model)"),
            "knowledge_sha256" => language.Say("knowledge base content", "содержимое базы знаний"),
            "search_mode" => language.Say("search mode (--approximate)", "режим поиска (--approximate)"),
            "prompts_sha256" => language.Say("prompts (--prompts)", "промпты (--prompts)"),
            "generation_sampling" => language.Say("sampling of generators", "сэмплирование генерации"),
            "judging_sampling" => language.Say("sampling of judges", "сэмплирование судей"),
            "race" => language.Say("race (--race)", "гонка (--race)"),
            "shortlist" => language.Say("shortlist (--shortlist-from)", "отбор (--shortlist-from)"),
            "seed" => language.Say("seed (--seed)", "зерно (--seed)"),
            _ => Part,
        };

    private static string Shown(string? value, Language language)
    {
        if (value is null)
            return language.Say("not recorded", "не записано");
        if (value is "none" or "null" or "[]")
            return language.Say("none", "нет");
        if (value.Length >= 16 && value.All(char.IsAsciiHexDigitLower))
            return value.Length > ShownOfHash ? value[..ShownOfHash] + "…" : value;
        return value.Trim('{', '}', '[', ']').Replace("\"", "", StringComparison.Ordinal);
    }
}
