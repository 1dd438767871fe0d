using System.Globalization;
using System.Text;
using ModelLab.Core.Models;
using ModelLab.Records.Deciding;
using ModelLab.Records.Reading;
using ModelLab.Records.Vocabulary;

namespace ModelLab.Records.Writing;

/// <summary>Answers of the recommended generator, the best and the worst, so that a reader sees what its scores mean.</summary>
internal static class ExampleSection
{
    private const int MostCharacters = 600;

    public static void Append(
        StringBuilder text,
        Run run,
        RunStatus status,
        IReadOnlyList<RoleRecommendation> recommendations,
        RunItems items,
        Language language
    )
    {
        if (
            status.Combination?.Models.GenerationModel is not { } generator
            || recommendations.FirstOrDefault(r => r.Role == ModelRole.Generation) is not { } recommendation
            || AnswerExample.Of(run, generator, recommendation, items) is not { Count: > 0 } examples
        )
            return;
        var objective = recommendation.Comparison.Objective;
        text.Append(
            CultureInfo.InvariantCulture,
            $"## {language.Say("Examples of answers", "Примеры ответов")}: {Markdown.Code(generator)}\n\n"
        );
        foreach (var example in examples)
        {
            text.Append(
                CultureInfo.InvariantCulture,
                $"### {Place(example.Place, language)}: {objective.Title(language)} {objective.Show(example.Score, language)} ({Markdown.Code(example.Item.ItemId)})\n\n"
            );
            Said(language.Say("Question", "Вопрос"), example.Item.Question);
            if (example.Reference is { } reference)
                Said(language.Say("Reference", "Эталон"), reference);
            Said(language.Say("Answer", "Ответ"), example.Answer);
            text.Append('\n');
        }

        void Said(string who, string what) =>
            text.Append(
                CultureInfo.InvariantCulture,
                $"- **{who}.** {(string.IsNullOrWhiteSpace(what) ? language.Say("(empty)", "(пусто)") : Markdown.Quoted(what, MostCharacters))}\n"
            );
    }

    private static string Place(ExamplePlace place, Language language) =>
        place switch
        {
            ExamplePlace.Best => language.Say("The best one", "Лучший"),
            ExamplePlace.Typical => language.Say("One in the middle", "Из середины"),
            _ => language.Say("The worst one", "Худший"),
        };
}
