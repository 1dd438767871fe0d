using System.Globalization;
using System.Text;
using ModelLab.Core;
using ModelLab.Core.Text;
using ModelLab.Knowledge;
using ModelLab.Records.Analyses;
using ModelLab.Records.Reading;
using ModelLab.Sweeps.Requests;

namespace ModelLab.Sweeps.Analytics;

/// <summary>Describes past questions: answers, scores, words, slang. No embedding is needed.</summary>
public static class DomainAnalysis
{
    private const double Best = 5,
        Worst = 1;

    /// <summary>Reads the past questions and counts.</summary>
    /// <param name="knowledge">The knowledge base.</param>
    /// <param name="slang">What marks a question as informal.</param>
    /// <param name="options">What is asked.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <exception cref="BadInputException">The knowledge base cannot be read.</exception>
    public static async Task<DomainProfile> RunAsync(
        IKnowledgeBase knowledge,
        SlangList slang,
        DomainOptions options,
        CancellationToken cancellationToken
    )
    {
        var all = await knowledge.PastQuestionsAsync(cancellationToken).ToListAsync(cancellationToken).ConfigureAwait(false);
        return Of(all, slang, options);
    }

    /// <summary>The slang list of a file, or the built-in one when none is named.</summary>
    /// <exception cref="BadInputException">The file cannot be used.</exception>
    public static SlangList ReadSlang(string? path)
    {
        if (path is null)
            return SlangList.Default;
        try
        {
            return SlangList.Parse(new UTF8Encoding(false, throwOnInvalidBytes: true).GetString(DatasetFiles.Read(path)), path);
        }
        catch (DecoderFallbackException e)
        {
            throw new BadInputException($"{path}: is not UTF-8 text: save it as UTF-8", e);
        }
    }

    /// <summary>Describes some past questions.</summary>
    public static DomainProfile Of(IReadOnlyList<PastQuestion> all, SlangList slang, DomainOptions options)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(options.Limit, 1, nameof(options));
        var questions = RandomSample.Of(all, options.Limit, options.Seed);
        var answered = questions.Where(q => !string.IsNullOrWhiteSpace(q.Answer)).ToList();
        var shown = questions.Select(q => slang.In(q.Question)).ToList();
        return new DomainProfile
        {
            TotalQuestions = questions.Count,
            WithAnswers = answered.Count,
            WithoutAnswers = questions.Count - answered.Count,
            WithAnswersRate = questions.Count == 0 ? null : (double)answered.Count / questions.Count,
            ScoredQuestions = questions.Count(q => q.Score is not null),
            ScoreDistribution = Scores(questions),
            Score5Questions = questions.Count(q => q.Score == Best),
            Score1Questions = questions.Count(q => q.Score == Worst),
            AvgQuestionLength = questions.Count == 0 ? null : questions.Average(q => q.Question.EnumerateRunes().Count()),
            TopTokensAll = Tokens(questions),
            TopTokensScore5 = Tokens(questions.Where(q => q.Score == Best)),
            TopTokensScore1 = Tokens(questions.Where(q => q.Score == Worst)),
            TopTokensWithoutAnswers = Tokens(questions.Where(q => string.IsNullOrWhiteSpace(q.Answer))),
            SlangIndicatorCounts = Ordered(
                slang
                    .Indicators.Select((name, i) => (name, Count: shown.Count(s => s.Contains(i))))
                    .OrderByDescending(s => s.Count)
                    .ThenBy(s => s.name, StringComparer.Ordinal)
            ),
            SlangQuestions = shown.Count(s => s.Count > 0),
            AvailableQuestions = all.Count,
            Seed = options.Seed,
        };

        IReadOnlyList<TokenCount> Tokens(IEnumerable<PastQuestion> some) =>
            [
                .. some.SelectMany(q => Stems.ContentWords(q.Question))
                    .CountBy(w => w, StringComparer.Ordinal)
                    .OrderByDescending(w => w.Value)
                    .ThenBy(w => w.Key, StringComparer.Ordinal)
                    .Take(options.TopTokens)
                    .Select(w => new TokenCount(w.Key, w.Value)),
            ];
    }

    private static OrderedDictionary<string, int> Scores(IReadOnlyList<PastQuestion> questions) =>
        Ordered(
            questions
                .Select(q => q.Score)
                .OfType<double>()
                .Concat([1, 2, 3, 4, 5])
                .Distinct()
                .Order()
                .Select(score => (score.ToString(CultureInfo.InvariantCulture), questions.Count(q => q.Score == score)))
        );

    private static OrderedDictionary<string, int> Ordered(IEnumerable<(string Key, int Count)> counts) =>
        new(counts.Select(c => KeyValuePair.Create(c.Key, c.Count)), StringComparer.Ordinal);
}
