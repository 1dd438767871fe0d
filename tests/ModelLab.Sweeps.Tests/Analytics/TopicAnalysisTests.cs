using ModelLab.Knowledge;
using ModelLab.Records.Analyses;
using ModelLab.Records.Reading;
using ModelLab.Sweeps.Analytics;
using ModelLab.Testing.Support;
using Xunit;

namespace ModelLab.Sweeps.Tests.Analytics;

public sealed class TopicAnalysisTests : AnalyticsTest
{
    private static readonly PastQuestion[] TwoTopics =
    [
        new(11, "Где общежитие?"),
        new(12, "Общежитие и пропуск"),
        new(13, "Стипендия когда?"),
        new(14, "Про стипендию"),
    ];

    [Fact]
    public async Task The_weaker_topic_comes_first_with_its_chunks_pages_questions_and_terms()
    {
        await using var knowledge = await TwoTopicsAsync();
        var result = await TopicAnalysis.RunAsync(knowledge, Embedder, new TopicOptions(Topics: 2, TopK: 1), Stop);

        // Chunks at 5° and 20°. Questions at 0° and 10° are 5° from chunk 1: mean cos 5° = 0.996195. Those at 90° and 100° are 70° and 80°
        // from chunk 2:
        // (0.342020 + 0.173648) / 2 = 0.257834. All four: (2·0.996195 + 0.342020 + 0.173648) / 4 = 0.627014.
        Assert.Equal((2, 4, 1.0), (result.NTopics, result.TotalQuestions, result.AvgChunksPerTopic));
        Assert.Equal([1, 0], result.Topics.Select(t => t.TopicId));
        Assert.Equal(0.257834, result.Topics[0].MeanBestSimilarity!.Value, 1e-5);
        Assert.Equal(0.996195, result.Topics[1].MeanBestSimilarity!.Value, 1e-5);
        Assert.Equal(0.627014, result.MeanBestSimilarity!.Value, 1e-5);
        Assert.All(result.Topics, t => Assert.Equal((2, 1, 1), (t.QuestionCount, t.UniqueChunks, t.UniqueUrls)));
        Assert.Equal(["Где общежитие?", "Общежитие и пропуск"], result.Topics[1].SampleQuestions.Order(StringComparer.Ordinal));

        // Without stop words: topic 0 has общежитие ×2 and пропуск, topic 1 has стипендия ×2 (two forms, one stem): A = (3 + 2) / 2 = 2.5.
        // общежит: 2·ln(1 + 2.5/2) = 1.621860; пропуск: ln(1 + 2.5) = 1.252763; стипенд: 2·ln(1 + 2.5/2). A tie of forms goes in ordinal
        // order.
        Assert.Equal(["общежитие", "пропуск"], result.Topics[1].Terms.Select(t => t.Term));
        Assert.Equal(1.621860, result.Topics[1].Terms[0].Weight, 1e-6);
        Assert.Equal(1.252763, result.Topics[1].Terms[1].Weight, 1e-6);
        var term = Assert.Single(result.Topics[0].Terms);
        Assert.Equal(("стипендию", "стипенд"), (term.Term, term.Stem));
    }

    [Fact]
    public async Task A_greater_k_joins_more_chunks_and_pages()
    {
        await using var knowledge = await TwoTopicsAsync();
        var result = await TopicAnalysis.RunAsync(knowledge, Embedder, new TopicOptions(Topics: 2, TopK: 5), Stop);
        Assert.Equal(2.0, result.AvgChunksPerTopic);
        Assert.All(result.Topics, t => Assert.Equal((2, 2), (t.UniqueChunks, t.UniqueUrls)));
    }

    [Fact]
    public async Task Fewer_questions_than_topics_are_topics_of_their_own()
    {
        await using var knowledge = await TwoTopicsAsync();
        var result = await TopicAnalysis.RunAsync(knowledge, Embedder, new TopicOptions(Topics: 20), Stop);
        Assert.Equal((4, 20), (result.NTopics, result.RequestedTopics));
        Assert.All(result.Topics, t => Assert.Equal(1, t.QuestionCount));
        Assert.Equal(1, result.Cohesion!.Value, 1e-6);
    }

    [Fact]
    public async Task Without_past_questions_there_are_no_topics_and_no_means()
    {
        await using var knowledge = await BaseAsync([("a", 0)]);
        var result = await TopicAnalysis.RunAsync(knowledge, Embedder, new TopicOptions(), Stop);
        Assert.Equal(
            (0, 0, null, null, null),
            (result.NTopics, result.TotalQuestions, result.AvgChunksPerTopic, result.MeanBestSimilarity, result.Cohesion)
        );
        Assert.Empty(result.Topics);
    }

    [Fact]
    public async Task Without_chunks_topics_are_found_but_covered_by_nothing()
    {
        await using var knowledge = await BaseAsync([], new PastQuestion(1, "0°"), new PastQuestion(2, "90°"));
        var result = await TopicAnalysis.RunAsync(knowledge, Embedder, new TopicOptions(Topics: 2), Stop);
        Assert.Equal((2, 0.0, null), (result.NTopics, result.AvgChunksPerTopic, result.MeanBestSimilarity));
        Assert.All(result.Topics, t => Assert.Equal((0, 0, null), (t.UniqueChunks, t.UniqueUrls, t.MeanBestSimilarity)));
    }

    [Fact]
    public async Task A_question_without_a_direction_belongs_to_no_topic_and_is_counted()
    {
        await using var knowledge = await BaseAsync([("a", 0)], new PastQuestion(1, "0°"), new PastQuestion(2, "?!"));
        var result = await TopicAnalysis.RunAsync(knowledge, Embedder, new TopicOptions(Topics: 2), Stop);
        Assert.Equal((1, 2, 1), (result.NTopics, result.TotalQuestions, result.QuestionsWithoutTopic));
        Assert.Equal(1, Assert.Single(result.Topics).QuestionCount);
    }

    [Fact]
    public async Task Equal_questions_stand_for_a_topic_once()
    {
        await using var knowledge = await BaseAsync(
            [("a", 0)],
            new PastQuestion(1, "5° да"),
            new PastQuestion(2, "5° да"),
            new PastQuestion(3, "6°")
        );
        var topic = Assert.Single((await TopicAnalysis.RunAsync(knowledge, Embedder, new TopicOptions(Topics: 1), Stop)).Topics);
        Assert.Equal(3, topic.QuestionCount);
        Assert.Equal(["5° да", "6°"], topic.SampleQuestions);
    }

    [Fact]
    [OneCulture]
    public async Task The_samples_topics_are_the_same_for_the_same_seed_and_hold_every_question_once()
    {
        var (knowledge, embedder, items) = await SampleAsync();
        await using var _ = knowledge;
        using var __ = embedder;
        var options = new TopicOptions(Topics: 12, Seed: 3);
        var first = await TopicAnalysis.RunAsync(knowledge, embedder, options, Stop);
        var second = await TopicAnalysis.RunAsync(knowledge, embedder, options, Stop);
        Assert.Equal(AnalyticsJson.Text(first), AnalyticsJson.Text(second));
        Assert.Equal(12, first.NTopics);
        Assert.Equal(items.Count, first.Topics.Sum(t => t.QuestionCount));
        Assert.Equal(first.Topics.OrderBy(t => t.MeanBestSimilarity), first.Topics);
        Assert.All(first.Topics, t => Assert.InRange(t.UniqueChunks, 1, 5 * t.QuestionCount));
        Assert.NotEqual(
            AnalyticsJson.Text(first),
            AnalyticsJson.Text(await TopicAnalysis.RunAsync(knowledge, embedder, options with { QuestionLimit = 60 }, Stop))
        );
    }

    [Fact]
    public async Task The_fields_are_those_of_the_contract()
    {
        await using var knowledge = await TwoTopicsAsync();
        var json = AnalyticsJson.Node(await TopicAnalysis.RunAsync(knowledge, Embedder, new TopicOptions(Topics: 2), Stop));
        Assert.Equal(["n_topics", "total_questions", "avg_chunks_per_topic", "topic_coverage"], Fields(json).Take(4));
        Assert.Equal(
            ["topic_id", "question_count", "unique_chunks", "unique_urls", "sample_questions", "mean_best_similarity", "terms"],
            Fields(json["topic_coverage"]![0]!)
        );
        Assert.Equal(["term", "stem", "weight"], Fields(json["topic_coverage"]![0]!["terms"]![0]!));
    }

    [Fact]
    public async Task It_stops_when_told()
    {
        await using var knowledge = await TwoTopicsAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() =>
            TopicAnalysis.RunAsync(knowledge, Embedder, new TopicOptions(), new CancellationToken(canceled: true))
        );
    }

    private async Task<IKnowledgeBase> TwoTopicsAsync()
    {
        var knowledge = await BaseAsync([("a", 5), ("b", 20)], TwoTopics);
        await knowledge.WriteEmbeddingsAsync(
            KnowledgePart.PastQuestions,
            Embedder.Identity,
            [Compass.Vector(11, 0), Compass.Vector(12, 10), Compass.Vector(13, 90), Compass.Vector(14, 100)],
            Stop
        );
        return knowledge;
    }
}
