using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using ModelLab.Records.Reading;
using ModelLab.Records.Vocabulary;
using ModelLab.Records.Vocabulary.Metrics;

namespace ModelLab.Records.Writing;

/// <summary>Races in words, as a section of the report, and as <c>race[]</c> of a run's JSON.</summary>
public static class RaceReport
{
    /// <summary>A race in a line: how far it went and what it saved.</summary>
    public static string Summary(RaceRecord race, Language language)
    {
        var share = race.PlannedCalls > 0 ? (double)race.CallsSaved / race.PlannedCalls : 0;
        var end = race.End switch
        {
            RaceEnd.OneLeft => language.Say($"{race.Survivors[0]} is left", $"осталась {race.Survivors[0]}"),
            RaceEnd.QuestionsEnded => language.Say("the questions ended", "вопросы кончились"),
            _ => language.Say("not finished", "не окончена"),
        };
        return language.Say(
            string.Create(
                language.Culture,
                $"{race.Drops.Count} of {race.Models.Count} dropped, {end} after {race.Pages} of {race.PlannedPages} pages; {race.CallsSaved} of {race.PlannedCalls} calls saved ({share:P0})"
            ),
            string.Create(
                language.Culture,
                $"снято {race.Drops.Count} из {race.Models.Count}, {end}: страниц пройдено {race.Pages} из {race.PlannedPages}; сбережено {race.CallsSaved} из {race.PlannedCalls} вызовов ({share:P0})"
            )
        );
    }

    /// <summary>What may be said of the models, and what may not.</summary>
    public static string Claim(RaceRecord race, Language language) =>
        race.End switch
        {
            RaceEnd.OneLeft => language.Say(
                "Scores decided how many questions were asked, so no interval and no p-value is given for any of these models, the winner included; the evidence is the claim.",
                "Сколько вопросов задано, решили сами оценки, поэтому ни для одной из этих моделей, включая победителя, нет ни интервала, ни p-значения: утверждение — это само свидетельство."
            ),
            _ => language.Say(
                $"No interval and no p-value is given for dropped models; the evidence is the claim. {(race.End == RaceEnd.QuestionsEnded ? $"Survivors answered all that was planned and are compared as usual, in the family of all pairs of the {race.Models.Count} models that started." : "The race is not finished, so the others have none either.")}",
                $"Для снятых моделей нет ни интервала, ни p-значения: утверждение — это само свидетельство. {(race.End == RaceEnd.QuestionsEnded ? $"Оставшиеся ответили на всё намеченное и сравниваются как обычно, в семействе всех пар стартовавших моделей ({race.Models.Count})." : "Гонка не окончена, поэтому их нет и для остальных.")}"
            ),
        };

    /// <summary>Appends a section; nothing where nobody raced.</summary>
    public static void Append(StringBuilder text, IReadOnlyList<RaceRecord> races, Language language)
    {
        if (races.Count == 0)
            return;
        text.Append(CultureInfo.InvariantCulture, $"## {language.Say("Race", "Гонка")}\n\n");
        foreach (var race in races)
        {
            text.Append(
                CultureInfo.InvariantCulture,
                $"### {Names.Title(race.Role, language)}: {MetricText.Title(race.Tier, race.Metric, language)}\n\n{Summary(race, language)}.\n\n"
            );
            if (race.Judges.Count > 0)
                text.Append(
                    CultureInfo.InvariantCulture,
                    $"{language.Say("Scores are means over the judges", "Оценки усреднены по судьям")}: {string.Join(", ", race.Judges.Select(Markdown.Code))}.\n\n"
                );
            if (race.Drops.Count > 0)
            {
                text.Append(
                        language.Say(
                            "| Dropped | Better | Evidence | at page | Pages answered | Questions |",
                            "| Снята | Лучше | Свидетельство | на странице | Страниц пройдено | Вопросов |"
                        )
                    )
                    .Append("\n|---|---|---:|---:|---:|---:|\n");
                foreach (var drop in race.Drops)
                    text.Row(
                        Markdown.Code(drop.Model),
                        Markdown.Code(drop.Better),
                        string.Create(language.Culture, $"{drop.Wealth:0.#} ≥ {drop.Threshold:0.#}"),
                        drop.EvidencePage.ToString(language.Culture),
                        drop.Pages.ToString(language.Culture),
                        drop.Questions.ToString(language.Culture)
                    );
                text.Append('\n');
            }
            text.Append("- ").Append(Claim(race, language)).Append('\n');
            text.Append("- ")
                .Append(
                    language.Say(
                        string.Create(
                            language.Culture,
                            $"Pages came in a random order, {race.BatchPages} at a time. The truly best model is dropped with a probability of at most {race.Alpha:P0}."
                        ),
                        string.Create(
                            language.Culture,
                            $"Страницы шли в случайном порядке, по {race.BatchPages}. Действительно лучшую модель снимают с вероятностью не более {race.Alpha:P0}."
                        )
                    )
                )
                .Append("\n\n");
        }
        text.Append(
                language.Say(
                    "Benchmark judges do not race: no score of a single question says which of them is better.",
                    "Судьи бенчмарка в гонке не участвуют: ни одна оценка отдельного вопроса не говорит, кто из них лучше."
                )
            )
            .Append("\n\n");
    }

    /// <summary><c>race[]</c>.</summary>
    public static JsonArray Node(IReadOnlyList<RaceRecord> races) =>
        [
            .. races.Select(race =>
                (JsonNode)
                    new JsonObject
                    {
                        ["role"] = Names.Of(race.Role),
                        ["objective"] = race.Address,
                        ["models"] = Texts(race.Models),
                        ["survivors"] = Texts(race.Survivors),
                        ["judges"] = Texts(race.Judges),
                        ["end"] = Names.Of(race.End),
                        ["alpha"] = race.Alpha,
                        ["threshold"] = race.Threshold,
                        ["batch_pages"] = race.BatchPages,
                        ["largest_page"] = race.LargestPage,
                        ["pages"] = race.Pages,
                        ["planned_pages"] = race.PlannedPages,
                        ["questions"] = race.Questions,
                        ["planned_questions"] = race.PlannedQuestions,
                        ["planned_calls"] = race.PlannedCalls,
                        ["calls_saved"] = race.CallsSaved,
                        ["dropped"] = new JsonArray([
                            .. race.Drops.Select(d =>
                                (JsonNode)
                                    new JsonObject
                                    {
                                        ["model"] = d.Model,
                                        ["better"] = d.Better,
                                        ["evidence"] = d.Wealth,
                                        ["evidence_page"] = d.EvidencePage,
                                        ["pages"] = d.Pages,
                                        ["questions"] = d.Questions,
                                    }
                            ),
                        ]),
                    }
            ),
        ];

    private static JsonArray Texts(IEnumerable<string> texts) => [.. texts.Select(t => (JsonNode)JsonValue.Create(t)!)];
}
