using ModelLab.Core.Models;
using ModelLab.Core.Roles;

namespace ModelLab.Records.Vocabulary.Metrics;

/// <summary>Notes and reasons of runs in words: every sentence there is, in both languages.</summary>
public static partial class NoteText
{
    /// <summary>A remark with its English words.</summary>
    public static Remark Remark(NoteCode code, params (string Name, object? Value)[] arguments) => Remark(RunNote.Of(code, arguments));

    /// <summary>A remark with its English words.</summary>
    /// <exception cref="ArgumentException">An argument of its code is missing.</exception>
    public static Remark Remark(RunNote note) =>
        new(Say(note, Language.English) ?? throw new ArgumentException($"{note.Code}: an argument is missing", nameof(note)), note);

    /// <summary>A remark in the reader's language; its own words where nobody knows what they say.</summary>
    public static string In(this Remark remark, Language language) =>
        remark.Note is { } note ? Say(note, language) ?? remark.Text : remark.Text;

    /// <summary>Why a model could not be called, in the reader's language.</summary>
    public static string ReasonIn(this ExcludedModel model, Language language) => model.Remark.In(language);

    /// <summary>Why a combination is not ok, in the reader's language; null where it is.</summary>
    public static string? ReasonIn(this CombinationStatus combination, Language language) =>
        combination.Reasons.Count > 0 ? combination.Reasons.In(language) : combination.Reason;

    /// <summary>How a model lost a race.</summary>
    public static Remark Remark(RaceDrop drop) =>
        new(
            drop.Reason(Language.English),
            // Files of other tools may lack the evidence, and JSON has no number for none.
            double.IsFinite(drop.Wealth) && double.IsFinite(drop.Threshold)
                ? RunNote.Of(
                    NoteCode.Dropped,
                    ("better", drop.Better),
                    ("pages", drop.Pages),
                    ("questions", drop.Questions),
                    ("evidence", drop.Wealth),
                    ("threshold", drop.Threshold)
                )
                : null
        );

    /// <summary>Reasons of a combination in the reader's language.</summary>
    public static string In(this IEnumerable<ModelRemark> reasons, Language language) =>
        string.Join("; ", reasons.Select(r => $"{r.Model}: {r.Reason.In(language)}"));

    /// <summary>A note in words; null where the code is of a later version, or its arguments are not what they should be.</summary>
    public static string? Say(RunNote note, Language language)
    {
        if (Enum.GetValues<NoteCode>().Where(c => Names.Of(c) == note.Code).ToList() is not [var code])
            return null;
        try
        {
            return Say(code, new NoteArguments(note.Arguments, language), language);
        }
        catch (KeyNotFoundException)
        {
            return null;
        }
    }

    private static string Say(NoteCode code, NoteArguments a, Language language)
    {
        string Say(string english, string russian) => language.Say(english, russian);
        return code switch
        {
            NoteCode.ModelDefinition => $"{a["name"]} = {a["meaning"]}",
            NoteCode.LeftOutOfTier2 => Say(
                $"{a["model"]} is left out of tier 2: its body has no {a["missing"]}",
                $"{a["model"]} не участвует в tier 2: в её запросе нет {a["missing"]}"
            ),
            NoteCode.ItemsNotUsable => Say(
                $"{a["left_out"]} of {a["of"]} items were left out: marked as not usable (is_question_ok, is_answer_ok or is_chunk_ok is 0)",
                $"не взято вопросов: {a["left_out"]} из {a["of"]}; они помечены негодными (is_question_ok, is_answer_ok или is_chunk_ok равно 0)"
            ),
            NoteCode.QuestionsChoseFinalists => Say(
                $"{a["count"]} questions were left out, because they chose the finalists (run {a["run"]})",
                $"не взято вопросов: {a["count"]}; по ним отбирали финалистов (запуск {a["run"]})"
            ),
            NoteCode.LabelledChoseFinalists => Say(
                $"{a["count"]} labelled items were left out, because they chose the finalists (run {a["run"]})",
                $"не взято размеченных ответов: {a["count"]}; по ним отбирали финалистов (запуск {a["run"]})"
            ),
            NoteCode.AllLabelledChoseFinalists => Say(
                $"every labelled item chose the production judges that are left (run {a["run"]}), so their numbers are flattered: add labelled items for an honest estimate",
                $"по всем размеченным ответам отбирали оставшихся продакшн-судей (запуск {a["run"]}), поэтому их числа завышены: для честной оценки добавьте размеченных ответов"
            ),
            NoteCode.DatasetTaken => DatasetTaken(a, language),
            NoteCode.Shortlist => Shortlist(a, language),
            NoteCode.AmongBest => Say($"among the best {a["top"]}", $"среди {a["top"]} лучших"),
            NoteCode.NotAmongBest => Say($"not among the best {a["top"]}", $"не среди {a["top"]} лучших"),
            NoteCode.TiedBest => Say("tied best", "не отличима от лучшей"),
            NoteCode.ReachesLeader => Say("its interval reaches the leader", "её интервал достаёт до лидера"),
            NoteCode.ShortOfLeader => Say(
                $"short of {a["leader"]} by {Distance(a, language)}",
                $"отстаёт от {a["leader"]} на {Distance(a, language)}"
            ),
            NoteCode.BuiltInBaseline => Say("a built-in baseline", "встроенный ориентир"),
            NoteCode.NotCompared => Say("not compared there", "там не сравнивалась"),
            NoteCode.DidNotRace => Say(
                $"--race: role {a["role"]} did not race: fewer than two of its models can be called, or no item can be scored",
                $"--race: роль «{Role(a["role"], language)}» не участвовала в гонке: вызвать можно меньше двух её моделей или оценивать нечего"
            ),
            NoteCode.Unanswered => Say(
                $"{a["model"]} ({a["role"]}): {a["count"]} of {a["of"]} {Outcome(a["outcome"], language)}: {a["reason"]} (such as {a["examples"]})",
                $"{a["model"]} ({Role(a["role"], language)}): {Outcome(a["outcome"], language)} {a["count"]} из {a["of"]}: {a["reason"]} (например, {a["examples"]})"
            ),
            NoteCode.MoreUnanswered => Say(
                $"{a["count"]} more were not answered, for {a["reasons"]} other reasons",
                $"ещё без ответа: {a["count"]}; других причин: {a["reasons"]}"
            ),
            NoteCode.AskedAgain => Say(
                "the same command asks again for what a limit, a fault of the connection or an error page kept from being answered",
                "та же команда спросит снова о том, на что не ответили из-за лимита, сбоя связи или страницы ошибки"
            ),
            NoteCode.AskedAgainWithFlag => Say(
                "what was refused or not accepted is asked again with --retry-errors",
                "о том, в чём отказано или что не принято, спросит снова --retry-errors"
            ),
            NoteCode.GivenUp => Say(
                $"{a["model"]} at {a["endpoint"]} kept failing and was given up ({a["reason"]}): its remaining calls were not sent; run the same command again when it is back",
                $"{a["model"]} ({a["endpoint"]}) постоянно сбоила, и от неё отказались ({a["reason"]}): остальные вызовы не отправлены; когда она снова заработает, дайте ту же команду"
            ),
            NoteCode.AliasMoved => Say(
                $"{a["model"]}: the endpoint answered as {string.Join(" and ", a.Texts("answered_as"))}: an alias has moved, and the scores may mix models",
                $"{a["model"]}: отвечали {string.Join(" и ", a.Texts("answered_as"))}: имя указывает уже на другую модель, и в оценках могут смешаться обе"
            ),
            NoteCode.DifferentLoad => Say(
                $"latencies of role {a["role"]} were measured under different load: {a["least"]} with {Load(a, "least_calls", language)} calls under way on average, {a["most"]} with {Load(a, "most_calls", language)}",
                $"время ответа в роли «{Role(a["role"], language)}» измерено при разной нагрузке: у {a["least"]} в среднем {Load(a, "least_calls", language)} вызовов одновременно, у {a["most"]} — {Load(a, "most_calls", language)}"
            ),
            NoteCode.TokensEstimated => Say(
                $"{a["model"]}: the provider did not report all tokens; they were counted with the o200k vocabulary and are estimates",
                $"{a["model"]}: провайдер сообщил не все токены; они посчитаны по словарю o200k, это оценка"
            ),
            NoteCode.Adapted => Say(
                $"{a["model"]} at {a["endpoint"]}: {Adaptations(a, language)}",
                $"{a["model"]} ({a["endpoint"]}): {Adaptations(a, language)}"
            ),
            NoteCode.SeveralProviders => SeveralProviders(a, language),
            NoteCode.PromptsCut => Say(
                $"{a["model"]}: reported {a["reported"]} prompt tokens where about {a["sent"]} were sent ({a["calls"]} calls): it may cut prompts off without a word; raise its context length (ollama: num_ctx) or lower --context-top-k",
                $"{a["model"]}: сообщила о {a["reported"]} токенах промпта, хотя отправлено около {a["sent"]} (вызовов: {a["calls"]}): возможно, она молча обрезает промпты; увеличьте длину контекста (ollama: num_ctx) или уменьшите --context-top-k"
            ),
            _ => Reason(code, a, language),
        };
    }
}
