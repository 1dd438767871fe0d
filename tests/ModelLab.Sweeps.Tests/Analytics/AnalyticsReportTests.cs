using ModelLab.Core.Text;
using ModelLab.Knowledge;
using ModelLab.Records.Analyses;
using ModelLab.Records.Reading;
using ModelLab.Records.Vocabulary;
using ModelLab.Records.Writing;
using ModelLab.Sweeps.Analytics;
using ModelLab.Testing.Support;
using Xunit;

namespace ModelLab.Sweeps.Tests.Analytics;

public sealed class AnalyticsReportTests : AnalyticsTest
{
    [Theory, InlineData("en"), InlineData("ru")]
    public async Task The_report_is_as_approved(string code)
    {
        // Twelve chunks around the compass, three with questions near; one question holds what would break a table.
        await using var knowledge = await BaseAsync(
            [.. Enumerable.Range(0, 12).Select(i => ($"https://wiki.example/{i / 2}", (double?)(i * 30)))],
            new(1, "3° Где общага?", "Там.", null, 5),
            new(2, "5° Общага | столовка\nгде?", "Да.", null, 1),
            new(3, "95° Стипендия когда?", null, null, 4.5),
            new(4, "?!"),
            new(5, "4° А общага?")
        );
        var language = Language.Of(code, Language.English.Culture);
        string[] sections =
        [
            AnalyticsReport.Write(
                await UtilizationAnalysis.RunAsync(knowledge, Embedder, [], new UtilizationOptions(QuestionsSource.Real, TopK: 1), Stop),
                language
            ),
            AnalyticsReport.Write(await TopicAnalysis.RunAsync(knowledge, Embedder, new TopicOptions(Topics: 2, TopK: 2), Stop), language),
            AnalyticsReport.Write(await DomainAnalysis.RunAsync(knowledge, SlangList.Default, new DomainOptions(), Stop), language),
        ];
        Golden.Matches("ModelLab.Sweeps.Tests", $"analytics.{code}.md", string.Join('\n', sections));
    }

    [Fact]
    public async Task An_empty_base_is_reported_without_tables_and_with_dashes()
    {
        await using var knowledge = await BaseAsync([]);
        var utilization = AnalyticsReport.Write(
            await UtilizationAnalysis.RunAsync(knowledge, Embedder, [], new UtilizationOptions(), Stop),
            Language.English
        );
        Assert.Contains("- Retrieved at least once: 0 (—)\n", utilization, StringComparison.Ordinal);
        Assert.DoesNotContain("|", utilization, StringComparison.Ordinal);
        Assert.Contains(
            "- Cohesion of topics: —\n",
            AnalyticsReport.Write(await TopicAnalysis.RunAsync(knowledge, Embedder, new TopicOptions(), Stop), Language.English),
            StringComparison.Ordinal
        );
        Assert.Contains(
            "- Answered: 0 (—)\n",
            AnalyticsReport.Write(await DomainAnalysis.RunAsync(knowledge, SlangList.Default, new DomainOptions(), Stop), Language.English),
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task A_sample_is_called_one()
    {
        await using var knowledge = await BaseAsync([], [.. Enumerable.Range(1, 9).Select(i => new PastQuestion(i, "Где?"))]);
        var profile = await DomainAnalysis.RunAsync(knowledge, SlangList.Default, new DomainOptions(Limit: 4), Stop);
        Assert.Contains("- Past questions: 4 sampled of 9\n", AnalyticsReport.Write(profile, Language.English), StringComparison.Ordinal);
    }
}
