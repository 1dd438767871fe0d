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
            "knowledge_sha256" => language.Say("knowledge base content", "содержимое базы знаний"),
            "prompts_sha256" => language.Say("prompts (--prompts)", "промпты (--prompts)"),
            _ when OfModel => $"{language.Say("what stands behind", "что стоит за именем")} {Part[ModelDefinition.PartPrefix.Length..]}",
            _ => RunFlags.Parts.FirstOrDefault(p => p.Name == Part) is { } part ? language.Say(part.English, part.Russian) : Part,
        };

    private bool OfModel => Part.StartsWith(ModelDefinition.PartPrefix, StringComparison.Ordinal);

    private string Shown(string? value, Language language)
    {
        if (value is null)
            return language.Say("not recorded", "не записано");
        if (OfModel)
            return value;
        if (value is "none" or "null" or "[]")
            return language.Say("none", "нет");
        if (value.Length >= 16 && value.All(char.IsAsciiHexDigitLower))
            return value.Length > ShownOfHash ? value[..ShownOfHash] + "…" : value;
        return value.Trim('{', '}', '[', ']').Replace("\"", "", StringComparison.Ordinal);
    }
}
