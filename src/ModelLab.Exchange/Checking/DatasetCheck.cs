using ModelLab.Core.Datasets;
using ModelLab.Records.Vocabulary;

namespace ModelLab.Exchange.Checking;

/// <summary>What a data set holds, and which of its items are odd.</summary>
/// <param name="Counts">What is counted, in the reader's language.</param>
/// <param name="Odd">What is odd, and the ids of the items.</param>
public sealed record DatasetCheck(
    IReadOnlyList<(string Name, int Count)> Counts,
    IReadOnlyList<(string Name, IReadOnlyList<string> Ids)> Odd
)
{
    // Shorter than this no question says what it asks for.
    private const int ShortQuestion = 8;

    /// <summary>Checks questions.</summary>
    public static DatasetCheck Of(IReadOnlyList<GoldItem> items, Language language) =>
        new(
            [
                (language.Say("questions", "вопросов"), items.Count),
                (language.Say("answerable", "с ответом"), items.Count(i => i.Answerable)),
                (language.Say("unanswerable", "без ответа"), items.Count(i => !i.Answerable)),
                (language.Say("with a context", "с контекстом"), items.Count(i => !string.IsNullOrWhiteSpace(i.ChunkText))),
                (language.Say("with a chunk", "с чанком"), items.Count(i => i.RelevantChunks.Count > 0)),
                (language.Say("pages", "страниц"), items.SelectMany(i => i.RelevantPages).Distinct(StringComparer.Ordinal).Count()),
                (language.Say("conversations", "диалогов"), items.Select(i => i.SessionId).OfType<string>().Distinct().Count()),
            ],
            [
                (language.Say("same question again", "вопрос повторяется"), Repeated(items, i => i.Question, i => i.Id)),
                (language.Say("short question", "короткий вопрос"), Ids(items, i => i.Question.Trim().Length < ShortQuestion)),
                (language.Say("answer equals question", "ответ равен вопросу"), Ids(items, i => Same(i.Question, i.GroundTruthAnswer))),
                (
                    language.Say("no context, chunk or page", "нет ни контекста, ни чанка, ни страницы"),
                    Ids(items, i => string.IsNullOrWhiteSpace(i.ChunkText) && i.RelevantChunks.Count == 0 && i.RelevantPages.Count == 0)
                ),
                (
                    language.Say("unanswerable, but with an answer", "без ответа, но ответ есть"),
                    Ids(items, i => !i.Answerable && !string.IsNullOrWhiteSpace(i.GroundTruthAnswer))
                ),
                (
                    language.Say("letters of a wrong encoding", "буквы в чужой кодировке"),
                    Ids(items, i => IsGarbled(i.Question + i.GroundTruthAnswer))
                ),
                (
                    language.Say("marked as not usable", "отмечены негодными"),
                    Ids(items, i => i.IsQuestionOk == false || i.IsAnswerOk == false || i.IsChunkOk == false)
                ),
            ]
        );

    /// <summary>Checks labelled answers.</summary>
    public static DatasetCheck Of(IReadOnlyList<ShowDecisionItem> items, Language language) =>
        new(
            [
                (language.Say("labelled answers", "размеченных ответов"), items.Count),
                (language.Say("to show", "показывать"), items.Count(i => i.GroundTruthShow)),
                (language.Say("not to show", "не показывать"), items.Count(i => !i.GroundTruthShow)),
                (language.Say("pages", "страниц"), items.Select(i => i.ConfluenceUrl).OfType<string>().Distinct().Count()),
            ],
            [
                (
                    language.Say("same question and answer again", "вопрос с ответом повторяется"),
                    Repeated(items, i => i.Question + "\n" + i.Answer, i => i.Id)
                ),
                (
                    language.Say("blank answer to show", "пустой ответ, который надо показать"),
                    Blank(items, i => i.GroundTruthShow && IsBlank(i.Answer))
                ),
                (language.Say("blank context", "пустой контекст"), Blank(items, i => IsBlank(i.Context))),
                (
                    language.Say("letters of a wrong encoding", "буквы в чужой кодировке"),
                    Blank(items, i => IsGarbled(i.Question + i.Answer))
                ),
            ]
        );

    private static List<string> Ids(IReadOnlyList<GoldItem> items, Func<GoldItem, bool> odd) => [.. items.Where(odd).Select(i => i.Id)];

    private static List<string> Blank(IReadOnlyList<ShowDecisionItem> items, Func<ShowDecisionItem, bool> odd) =>
        [.. items.Where(odd).Select(i => i.Id)];

    private static List<string> Repeated<T>(IReadOnlyList<T> items, Func<T, string> text, Func<T, string> id) =>
        [.. items.GroupBy(i => Plain(text(i)), StringComparer.Ordinal).SelectMany(g => g.Skip(1)).Select(id)];

    private static bool Same(string a, string b) => Plain(a) == Plain(b);

    private static bool IsBlank(string text) => string.IsNullOrWhiteSpace(text);

    // U+FFFD, or UTF-8 once read as Windows-1251 («Р’РѕРїСЂРѕСЃ») or Latin-1 ("Ð’Ð¾Ð¿").
    private static bool IsGarbled(string text) =>
        text.Contains('\uFFFD', StringComparison.Ordinal)
        || text.Length > 0 && text.Count(c => c is 'Р' or 'С' or 'Ð' or 'Ñ') * 3 > text.Length;

    private static string Plain(string text) =>
        string.Join(' ', text.ToLowerInvariant().Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)).TrimEnd('?', '.', '!', ' ');
}
