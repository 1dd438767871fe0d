namespace ModelLab.Exchange.Columns;

/// <summary>Something that a column may hold.</summary>
/// <param name="Name">Its name for <c>--map</c>.</param>
/// <param name="Synonyms">The names that people and tools give it, the surest first, as <see cref="ColumnName.Normal"/> makes them.</param>
public sealed record ImportField(string Name, params string[] Synonyms);

/// <summary>All that is looked for in other people's files.</summary>
public static class ImportFields
{
    /// <summary>The user's question.</summary>
    public static ImportField Question { get; } =
        new(
            "question",
            "question",
            "вопрос",
            "user input",
            "input",
            "query",
            "prompt",
            "user question",
            "question text",
            "текст вопроса",
            "вопрос пользователя",
            "вопросы",
            "запрос",
            "обращение"
        );

    /// <summary>The answer that is right.</summary>
    public static ImportField Reference { get; } =
        new(
            "reference",
            "ground truth answer",
            "reference",
            "ground truth",
            "ground truths",
            "expected output",
            "expected",
            "reference answer",
            "generation gt",
            "эталонный ответ",
            "эталон",
            "правильный ответ",
            "верный ответ",
            "ожидаемый ответ",
            "expected answer",
            "gold answer",
            "correct answer",
            "golden answer",
            "target",
            "ground truth answers"
        );

    /// <summary>An answer of which the name does not tell whether it is right: the reference where there is no other.</summary>
    public static ImportField Answer { get; } = new("answer", "answer", "ответ", "answers", "текст ответа", "ответы", "output");

    /// <summary>What an assistant answered.</summary>
    public static ImportField Response { get; } =
        new(
            "response",
            "response",
            "actual output",
            "model answer",
            "generated answer",
            "prediction",
            "ответ модели",
            "ответ ассистента",
            "ответ бота",
            "ответ системы"
        );

    /// <summary>The passages that hold the answer.</summary>
    public static ImportField Context { get; } =
        new(
            "context",
            "chunk text",
            "reference contexts",
            "reference context",
            "context",
            "gold context",
            "passage",
            "paragraph",
            "контекст",
            "текст чанка",
            "отрывок",
            "абзац",
            "текст фрагмента"
        );

    /// <summary>The passages that a retriever found, right or not.</summary>
    public static ImportField Retrieved { get; } =
        new("retrieved_contexts", "retrieved contexts", "retrieval context", "contexts", "найденные фрагменты", "найденный контекст");

    /// <summary>The ids of the passages that hold the answer; under its doubtful names also their texts.</summary>
    public static ImportField Chunk { get; } =
        new(
            "chunk",
            "relevant chunk ids",
            "chunk id",
            "retrieval gt",
            "chunk ids",
            "doc id",
            "id чанка",
            "id фрагмента",
            "chunk",
            "чанк",
            "фрагмент"
        );

    /// <summary>The address of the page that holds the answer.</summary>
    public static ImportField Url { get; } =
        new(
            "url",
            "relevant urls",
            "confluence url",
            "url",
            "urls",
            "link",
            "ссылка",
            "адрес",
            "страница",
            "page",
            "source file",
            "ссылка на страницу",
            "адрес страницы"
        );

    /// <summary>The title of that page.</summary>
    public static ImportField Title { get; } = new("title", "title", "заголовок", "название", "название страницы");

    /// <summary>Whether an answer is to be shown.</summary>
    public static ImportField Label { get; } =
        new(
            "label",
            "ground truth show",
            "label",
            "метка",
            "показывать",
            "показать",
            "показать ответ",
            "показывать ответ",
            "show",
            "verdict",
            "вердикт",
            "is correct",
            "верно"
        );

    /// <summary>Why.</summary>
    public static ImportField Reason { get; } =
        new("reason", "rationale", "reason", "explanation", "причина", "пояснение", "обоснование", "почему");

    /// <summary>The score that a user gave.</summary>
    public static ImportField Score { get; } =
        new("score", "user score", "score", "rating", "оценка", "балл", "оценка пользователя", "grade");

    /// <summary>When it was asked.</summary>
    public static ImportField Date { get; } =
        new("date", "created at", "date", "дата", "время", "timestamp", "дата создания", "дата и время", "дата обращения", "time");

    /// <summary>The row's own id.</summary>
    public static ImportField Id { get; } = new("id", "id", "qid", "question id", "№", "номер", "номер вопроса", "id вопроса");

    /// <summary>Whether there is an answer.</summary>
    public static ImportField Answerable { get; } = new("answerable", "answerable", "есть ответ", "is answerable");

    /// <summary>Whether there is none.</summary>
    public static ImportField Impossible { get; } = new("is_impossible", "is impossible", "нет ответа");

    /// <summary>An annotator's notes.</summary>
    public static ImportField Notes { get; } = new("notes", "notes", "примечание", "комментарий", "заметки", "comment");

    /// <summary>All.</summary>
    public static IReadOnlyList<ImportField> All { get; } =
    [
        Question,
        Reference,
        Answer,
        Response,
        Context,
        Retrieved,
        Chunk,
        Url,
        Title,
        Label,
        Reason,
        Score,
        Date,
        Id,
        Answerable,
        Impossible,
        Notes,
    ];
}

/// <summary>What names of columns have in common.</summary>
public static class ColumnName
{
    /// <summary>Lower case, ё as е, words apart by one space, without signs around them.</summary>
    public static string Normal(string name)
    {
        var plain = name.ToLowerInvariant().Replace('ё', 'е').Select(c => char.IsLetterOrDigit(c) || c == '№' ? c : ' ').ToArray();
        return string.Join(' ', new string(plain).Split(' ', StringSplitOptions.RemoveEmptyEntries));
    }
}
