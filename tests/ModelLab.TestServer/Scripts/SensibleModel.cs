using System.Text.Json;

namespace ModelLab.Testing;

/// <summary>
/// Answers any prompt of ModelLab in the form it asks for: a score in halves from 1 to 5, a verdict, or a Russian sentence.
/// The same body always gets the same answer.
/// </summary>
public static class SensibleModel
{
    private static readonly string[] Subjects =
    [
        "Справку об обучении",
        "Студенческий билет",
        "Заявление на общежитие",
        "Академическую справку",
        "Пропуск в библиотеку",
    ];
    private static readonly string[] Places =
    [
        "в деканате",
        "в многофункциональном центре",
        "в учебном отделе",
        "в личном кабинете",
        "у куратора",
    ];
    private static readonly string[] Times =
    [
        "в течение трёх рабочих дней",
        "в день обращения",
        "до конца недели",
        "после подтверждения заявки",
        "с понедельника по пятницу",
    ];

    /// <summary>The answer.</summary>
    public static ScriptedReply Reply(ReceivedRequest request)
    {
        var dice = (ulong)request.BodyHash;
        var asked = Asked(request);
        return asked switch
        {
            { Verdict: true } => Scripted.Verdict(dice % 2 == 0, "Решение принято по существу ответа."),
            { Score: true } => Scripted.Score(1 + dice % 9 * 0.5, asked.Evidence ? "Основные утверждения сверены с контекстом." : null),
            _ => Scripted.Text($"{Pick(Subjects, dice)} можно получить {Pick(Places, dice / 5)} {Pick(Times, dice / 25)}."),
        };
    }

    private static (bool Score, bool Verdict, bool Evidence) Asked(ReceivedRequest request)
    {
        if (Schema(request.Body) is { } properties)
            return (
                properties.TryGetProperty("score", out _),
                properties.TryGetProperty("verdict", out _),
                properties.TryGetProperty("evidence", out _)
            );
        var (score, verdict, evidence) = (false, false, false);
        foreach (var message in request.Messages)
        {
            if (message.Role != "system")
                continue;
            score |= message.Text.Contains("score", StringComparison.OrdinalIgnoreCase);
            verdict |= message.Text.Contains("verdict", StringComparison.OrdinalIgnoreCase);
            evidence |= message.Text.Contains("evidence", StringComparison.OrdinalIgnoreCase);
        }
        return (score, verdict, evidence);
    }

    private static JsonElement? Schema(JsonElement body) =>
        Get(
            Get(Get(Get(body, "response_format"), "json_schema"), "schema") ?? Get(Get(Get(body, "output_config"), "format"), "schema"),
            "properties"
        );

    private static JsonElement? Get(JsonElement? from, string name) =>
        from is { ValueKind: JsonValueKind.Object } o && o.TryGetProperty(name, out var value) ? value : null;

    private static string Pick(string[] words, ulong dice) => words[dice % (ulong)words.Length];
}
