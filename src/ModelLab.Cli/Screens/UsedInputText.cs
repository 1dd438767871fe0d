using ModelLab.Core.Text;
using ModelLab.Records.Vocabulary;
using ModelLab.Records.Vocabulary.Metrics;
using ModelLab.Sweeps.Phases;

namespace ModelLab.Cli.Screens;

/// <summary>An input of a run in a line.</summary>
internal static class UsedInputText
{
    // As much of a hash as tells files apart.
    private const int HashDigits = 8;

    public static string Line(UsedInput input, Language language)
    {
        var facts = new List<string>();
        if (input.Items is { } items)
            facts.Add(Count(input, items, language));
        if (input.Pages is { } pages)
            facts.Add(language.Say($"source pages: {Number(pages, language)}", $"страниц-источников: {Number(pages, language)}"));
        if (input.Language is { } spoken)
            facts.Add(
                (spoken == DataLanguage.Ru ? language.Say("Russian", "язык русский") : language.Say("English", "язык английский"))
                    + (input.IsLanguageFound ? "" : " (--data-language)")
            );
        if (input.Sha256 is { Length: >= HashDigits } hash)
            facts.Add($"sha256 {hash[..HashDigits]}");
        if (input.IsSample)
            facts.Add(language.Say("the sample that comes with the program", "пример, который поставляется с программой"));
        if (input.PassedOver?.Note is { } note && NoteText.PassedOver(note, language) is { } others)
            facts.Add(language.Say($"passed over: {others}", $"не взяты: {others}"));
        return $"{Title(input.Kind, language)}: {input.Name}{(facts.Count == 0 ? "" : $" ({string.Join("; ", facts)})")}";
    }

    private static string Title(InputKind kind, Language language) =>
        kind switch
        {
            InputKind.Dataset => language.Say("data set", "датасет"),
            InputKind.LabelledSet => language.Say("labelled set", "размеченный набор"),
            InputKind.KnowledgeBase => language.Say("knowledge base", "база знаний"),
            _ => language.Say("embedder", "эмбеддер"),
        };

    private static string Count(UsedInput input, long items, Language language)
    {
        var number =
            input.All is { } all && all != items
                ? language.Say(
                    $"{Number(items, language)} of {Number(all, language)}",
                    $"{Number(items, language)} из {Number(all, language)}"
                )
                : Number(items, language);
        return input.Kind switch
        {
            InputKind.Dataset => language.Say($"questions: {number}", $"вопросов: {number}"),
            InputKind.LabelledSet => language.Say($"labelled answers: {number}", $"размеченных ответов: {number}"),
            _ => language.Say($"chunks: {number}", $"чанков: {number}"),
        };
    }

    private static string Number(long count, Language language) => count.ToString("N0", language.Culture);
}
