using System.Text.Json;
using AngleSharp.Dom;
using Bunit;
using ModelLab.Dashboard.Components;
using ModelLab.Dashboard.Components.Llm;
using ModelLab.Dashboard.Hosting;
using ModelLab.Dashboard.Site;
using ModelLab.Dashboard.Views;
using ModelLab.Records.Reading;
using ModelLab.Records.Vocabulary;
using ModelLab.Records.Vocabulary.Metrics;

namespace ModelLab.Dashboard.Tests.Components;

/// <summary>The order in which a question's answers stand.</summary>
public sealed class QuestionViewTests : BunitContext
{
    [Theory]
    [InlineData(MetricDirection.Higher, "b", "a", "c")]
    [InlineData(MetricDirection.Lower, "a", "b", "c")]
    public void The_best_answer_stands_first_and_one_without_a_value_last(MetricDirection direction, params string[] expected)
    {
        var values = new Dictionary<string, double?>
        {
            ["a"] = 0.25,
            ["b"] = 0.75,
            ["c"] = null,
        };
        var at = new PageContext("/llm", [], Language.English, EmbeddedAssets.Load());
        var page = Render<QuestionView>(p =>
            p.AddCascadingValue(at)
                .Add(c => c.Item, new RunItem(1, RunItems.Questions, "q1", JsonElement.Parse("""{"question":"?"}""")))
                .Add(
                    c => c.Results,
                    new ItemResults([.. "cab".Select(m => new AnswerResult("tier_2", m.ToString(), 0, "text", null, null, [], []))], [], [])
                )
                .Add(c => c.Tier, "tier_2")
                .Add(c => c.Direction, direction)
                .Add(c => c.ScoreOf, m => values[m])
        );
        Assert.Equal(expected, page.FindAll(".answer h3").Select(h => h.TextContent.Trim()));
    }
}
