using ModelLab.Core.Models;
using ModelLab.Core.Roles;

namespace ModelLab.Records.Vocabulary.Metrics;

// Why models are not ranked or could not be called, and the parts of sentences.
public static partial class NoteText
{
    private static string Reason(NoteCode code, NoteArguments a, Language language)
    {
        string Say(string english, string russian) => language.Say(english, russian);
        string Where() =>
            Say($"in the environment, {string.Join(" or ", a.Texts("files"))}", $"в окружении, {string.Join(" или ", a.Texts("files"))}");
        var notAsked = a.Has("not_asked") ? Say($", {a["not_asked"]} not asked", $", не спрошено {a["not_asked"]}") : "";
        return code switch
        {
            NoteCode.NeverAsked => Say("never asked", "ни разу не спрошена"),
            NoteCode.ScoringsFailed => Say(
                $"{a["failed"]} of {a["of"]} scorings gave no score (more than 5 %){notAsked}",
                $"без оценки осталось {a["failed"]} из {a["of"]} (больше 5 %){notAsked}"
            ),
            NoteCode.FewRepliesUsable => Say(
                $"only {a["usable"]} of {a["of"]} replies usable (under 95 %){notAsked}",
                $"пригодных ответов только {a["usable"]} из {a["of"]} (меньше 95 %){notAsked}"
            ),
            NoteCode.Dropped => new RaceDrop(
                "",
                a["better"],
                a.Number("evidence"),
                a.Number("threshold"),
                0,
                a.Whole("pages"),
                a.Whole("questions")
            ).Reason(language),
            NoteCode.RaceUnfinished => Say("its race is not finished", "её гонка не окончена"),
            NoteCode.Undefined => Say($"{a["metric"]} is undefined", $"{a["metric"]} не определено"),
            NoteCode.UnknownEndpoint => Say(
                $"the endpoint of '{a["provider"]}' is unknown: set {a["url_variable"]} {Where()}",
                $"адрес «{a["provider"]}» неизвестен: задайте {a["url_variable"]} {Where()}"
            ),
            NoteCode.NoKey => Say(
                $"no API key: set {a["key_variable"]}{(a.Has("alternative") ? $" (or {a["alternative"]})" : "")} {Where()}",
                $"нет ключа API: задайте {a["key_variable"]}{(a.Has("alternative") ? $" (или {a["alternative"]})" : "")} {Where()}"
            ),
            NoteCode.NoKeyAndAddress => Say(
                $"no API key: set {a["key_variable"]} and {a["url_variable"]} {Where()}",
                $"нет ключа API: задайте {a["key_variable"]} и {a["url_variable"]} {Where()}"
            ),
            NoteCode.NoAddress => Say(
                $"{a["key_variable"]} is set but no endpoint to send it to: set {a["url_variable"]} {Where()}",
                $"{a["key_variable"]} есть, а адреса для него нет: задайте {a["url_variable"]} {Where()}"
            ),
            NoteCode.BadAddress => Say(
                $"{a["url_variable"]} is not an http(s) address: set it to a base URL such as {a["example"]}",
                $"{a["url_variable"]} — не адрес http(s): задайте базовый адрес, например {a["example"]}"
            ),
            NoteCode.BadKey => Say(
                $"{a["key_variable"]} holds a space, a line break or a letter that no key has: set it to the key alone {Where()}",
                $"в {a["key_variable"]} есть пробел, перевод строки или буква, каких в ключах не бывает: оставьте там один ключ {Where()}"
            ),
            NoteCode.NoModelReply => Say(
                $"no reply of a model ({a["said"]}): check {a["endpoint"]}",
                $"ответила не модель ({a["said"]}): проверьте {a["endpoint"]}"
            ),
            NoteCode.NoFunds => Say(
                $"{a["said"]}: top up the account of {a["key_variable"]}",
                $"нет денег ({a["said"]}): пополните счёт, к которому относится {a["key_variable"]}"
            ),
            NoteCode.QuotaUsedUp => Say(
                $"the quota is used up ({a["said"]}): give the same command again when it is filled",
                $"квота исчерпана ({a["said"]}): дайте ту же команду, когда она возобновится"
            ),
            NoteCode.RegionRefused => Say(a["said"], $"провайдер не обслуживает этот регион ({a["said"]})"),
            NoteCode.AccessRefused => Say(
                $"access refused ({a["said"]}): check {a["key_variable"]}",
                $"в доступе отказано ({a["said"]}): проверьте {a["key_variable"]}"
            ),
            NoteCode.UnknownModel => Say(
                $"unknown model or address ({a["said"]}): check the name '{a["model"]}' and {a["endpoint"]}",
                $"неизвестная модель или адрес ({a["said"]}): проверьте имя «{a["model"]}» и {a["endpoint"]}"
            ),
            NoteCode.RequestRefused => Say(
                $"the endpoint refuses the model or the request ({a["said"]})",
                $"сервер не принимает модель или запрос ({a["said"]})"
            ),
            NoteCode.Unreachable => Say(
                $"unreachable ({a["said"]}): is {a["endpoint"]} up?",
                $"недоступна ({a["said"]}): работает ли {a["endpoint"]}?"
            ),
            _ => throw new KeyNotFoundException($"{code} has no words"),
        };
    }

    /// <summary>The files that were passed over for a data set, and why; null where the note is another.</summary>
    public static string? PassedOver(RunNote note, Language language) =>
        note.Code == Names.Of(NoteCode.DatasetTaken) ? PassedOver(new NoteArguments(note.Arguments, language), language) : null;

    private static string DatasetTaken(NoteArguments a, Language language) =>
        language.Say(
            $"{a["path"]} was taken; passed over: {PassedOver(a, language)}",
            $"взят {a["path"]}; не взяты: {PassedOver(a, language)}"
        );

    private static string PassedOver(NoteArguments a, Language language)
    {
        var undated = a.Texts("undated");
        return string.Join(
                ", ",
                a.Texts("passed_over")
                    .Select(f => undated.Contains(f) ? f + language.Say(" (no date in its name)", " (в имени нет даты)") : f)
            ) + (a.Number("more") > 0 ? ", …" : "");
    }

    private static string Shortlist(NoteArguments a, Language language)
    {
        string List(string name) =>
            string.Join(
                ", ",
                a.Each(name)
                    .Select(m =>
                        m.Note("reason_code") is { } note && Say(note, language) is { } why
                            ? $"{m["model"]} ({why})"
                            : $"{m["model"]} ({m["reason"]})"
                    )
            );
        var role = Enum.GetValues<ModelRole>().Where(r => Names.Of(r) == a["role"]).Select(r => Names.Title(r, language)).FirstOrDefault();
        var taken = $"{role ?? a["role"]}: {language.Say("taken", "взяты")} {List("taken")}";
        return language.Say($"shortlist from {a["run"]}: ", $"отбор по запуску {a["run"]}: ")
            + (a.Each("left_out").Any() ? $"{taken}; {language.Say("left out", "не взяты")} {List("left_out")}" : taken);
    }

    // In the digits of the metric that ranked.
    private static string Distance(NoteArguments a, Language language)
    {
        if (MetricCatalog.All.FirstOrDefault(m => m.Address == a["metric"]) is not { } metric)
            throw new KeyNotFoundException("metric");
        string Show(double? value) => MetricText.Value(metric, value, language);
        var interval =
            a.NumberOrNull("lower") is { } lower && a.NumberOrNull("upper") is { } upper
                ? new Core.Statistics.ConfidenceInterval(a.Number("by"), lower, upper, a.Whole("pages"))
                : null;
        return Show(a.Number("by")) + IntervalText.After(interval, v => Show(v), language);
    }

    private static string SeveralProviders(NoteArguments a, Language language)
    {
        var providers = string.Join(", ", a.Each("providers").Select(p => $"{p["provider"]} ({p["calls"]})"));
        return language.Say(
            $"{a["model"]} at {a["endpoint"]}: answered by {providers}: they may differ; keep to one by the model's parameters",
            $"{a["model"]} ({a["endpoint"]}): отвечали {providers}: они могут отличаться; выберите одного параметрами модели"
        );
    }

    private static string Load(NoteArguments a, string name, Language language) => a.Number(name).ToString("0.#", language.Culture);

    private static string Adaptations(NoteArguments a, Language language) =>
        string.Join(
            ", ",
            a.Texts("adaptations")
                .Select(adaptation =>
                    adaptation switch
                    {
                        "system_in_user" => language.Say(
                            "asked with the system's text before the user's",
                            "системный текст стоит перед текстом пользователя"
                        ),
                        "no_temperature" => language.Say("asked without temperature", "без temperature"),
                        "least_temperature" => language.Say(
                            $"asked with temperature {a["least_temperature"]} in place of 0",
                            $"temperature {a["least_temperature"]} вместо 0"
                        ),
                        "no_max_tokens" => language.Say("asked without a token limit", "без ограничения токенов"),
                        "max_completion_tokens" => language.Say("asked with max_completion_tokens", "с max_completion_tokens"),
                        "no_response_format" => language.Say("asked without response_format", "без response_format"),
                        "json_object" => language.Say("asked for JSON without a schema", "JSON без схемы"),
                        "no_streaming" => language.Say("asked without streaming", "без потоковой передачи"),
                        "streaming" => language.Say(
                            "asked with streaming, without which it does not answer",
                            "с потоковой передачей, без которой она не отвечает"
                        ),
                        "no_stream_options" => language.Say(
                            "streamed without stream_options, so without the tokens that it used",
                            "поток без stream_options, поэтому без числа токенов"
                        ),
                        _ => adaptation,
                    }
                )
        );

    private static string Outcome(string outcome, Language language) =>
        outcome switch
        {
            "refused" => language.Say("refused", "отказано"),
            "unparseable" => language.Say("not understood", "не понято"),
            "not_asked" => language.Say("not asked", "не спрошено"),
            _ => language.Say("without a reply", "без ответа"),
        };

    private static string Role(string role, Language language) =>
        role switch
        {
            "generation" => language.Say("generation model", "модель генерации"),
            "judge" => language.Say("benchmark judge", "судья бенчмарка"),
            "production_judge" => language.Say("production judge", "продакшн-судья"),
            _ => role,
        };
}
