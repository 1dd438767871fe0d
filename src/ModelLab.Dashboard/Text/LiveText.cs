using ModelLab.Core.Roles;
using ModelLab.Records.Reading;
using ModelLab.Records.Vocabulary;
using ModelLab.Records.Vocabulary.Metrics;
using ModelLab.Records.Writing;

namespace ModelLab.Dashboard.Text;

/// <summary>Words about a run that goes on.</summary>
public static class LiveText
{
    /// <summary>Whether somebody works on it.</summary>
    public static string State(LiveState state, Language language) =>
        state switch
        {
            LiveState.UnderWay => language.Say("under way", "идёт"),
            LiveState.Finished => language.Say("finished", "завершён"),
            _ => language.Say("stopped", "остановлен"),
        };

    /// <summary>Why a run that nobody works on is not finished.</summary>
    public static string WhyStopped(RunState state, Language language) =>
        state switch
        {
            RunState.Interrupted => language.Say("Its user stopped it.", "Его остановил пользователь."),
            RunState.BudgetReached => language.Say("It reached its budget.", "Он исчерпал бюджет."),
            RunState.Damaged => language.Say("Its file is damaged.", "Его файл повреждён."),
            RunState.Failed => language.Say("It ended with a fault.", "Он закончился сбоем."),
            _ => language.Say(
                "Its process ended without a word: it was killed, or the machine went down.",
                "Его процесс исчез без предупреждения: его убили, или выключилась машина."
            ),
        };

    /// <summary>What a model is asked for.</summary>
    public static string Work(WorkKind kind, Language language) =>
        kind switch
        {
            WorkKind.Generate => language.Say("answers", "ответы"),
            WorkKind.Score => language.Say("scores of answers", "оценки ответов"),
            WorkKind.Trial => language.Say("trial scores", "пробные оценки"),
            WorkKind.Decide => language.Say("verdicts", "вердикты"),
            WorkKind.Retrieve => language.Say("retrieval", "поиск"),
            _ => language.Say("comparisons by embeddings", "сравнения по эмбеддингам"),
        };

    /// <summary>What went wrong.</summary>
    public static string Failure(Outcome outcome, CallErrorClass? error, Language language) =>
        (error, outcome) switch
        {
            (CallErrorClass.Connection, _) => language.Say("no connection", "нет соединения"),
            (CallErrorClass.Timeout, _) => language.Say("no reply in time", "ответ не пришёл вовремя"),
            (CallErrorClass.RateLimited, _) => language.Say("too many requests (429)", "слишком много запросов (429)"),
            (CallErrorClass.Server, _) => language.Say("error of the server (408, 5xx)", "ошибка сервера (408, 5xx)"),
            (CallErrorClass.Access, _) => language.Say("no access (401, 403)", "нет доступа (401, 403)"),
            (CallErrorClass.Region, _) => language.Say("this country is not served", "страна не обслуживается"),
            (CallErrorClass.NoFunds, _) => language.Say("no funds", "нет средств"),
            (CallErrorClass.QuotaOfTheDay, _) => language.Say("the quota is used up", "квота исчерпана"),
            (CallErrorClass.TooLarge, _) => language.Say("longer than the model's context", "длиннее контекста модели"),
            (CallErrorClass.NotFound, _) => language.Say("unknown model or address (404)", "неизвестная модель или адрес (404)"),
            (CallErrorClass.BadRequest, _) => language.Say("request not accepted (400, 422)", "запрос не принят (400, 422)"),
            (CallErrorClass.Malformed, _) => language.Say("reply not as the protocol says", "ответ не по протоколу"),
            (CallErrorClass.CircuitOpen, _) => language.Say("not sent: the model was given up", "не отправлено: от модели отказались"),
            (_, Outcome.Refused) => language.Say("the model declined", "модель отказалась"),
            (_, Outcome.Unparseable) => language.Say("nothing could be read from the reply", "ответ не удалось разобрать"),
            (_, Outcome.NotAsked) => language.Say("not asked", "не спрошено"),
            (_, Outcome.NotRun) => language.Say("not asked: what it depends on failed", "не спрошено: не удалось то, от чего зависит"),
            _ => language.Say("no usable reply", "нет пригодного ответа"),
        };
}
