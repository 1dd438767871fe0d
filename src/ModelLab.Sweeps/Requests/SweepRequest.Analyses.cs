using ModelLab.Records.Analyses;
using ModelLab.Records.Vocabulary;

namespace ModelLab.Sweeps.Requests;

// What is looked at beside the tiers.
public sealed partial record SweepRequest
{
    /// <summary>Analyses made beside the tiers; they draw from the run's seed.</summary>
    public AnalysisRequest Analyses { get; init; } = AnalysisRequest.None;

    internal static IEnumerable<Flag<SweepRequest>> AnalysisFlags =>
        [
            Flag.Switch<SweepRequest>(
                "--analyze-utilization",
                "Also find which chunks are retrieved, how often, and which never",
                r => r with { Analyses = r.Analyses with { Utilization = new UtilizationOptions() } }
            ),
            Flag.Word<SweepRequest>(
                "--utilization-questions-source",
                "For it: questions of the data set or past questions",
                "synthetic",
                ["synthetic", "real"],
                (r, source) => OfUse(r, u => u with { Source = source == "real" ? QuestionsSource.Real : QuestionsSource.Synthetic })
            ),
            Flag.Whole<SweepRequest>(
                "--utilization-question-limit",
                "For it: at most so many questions",
                1,
                500,
                (r, limit) => OfUse(r, u => u with { QuestionLimit = limit })
            ),
            Flag.Whole<SweepRequest>(
                "--utilization-top-k",
                "For it: chunks retrieved per question",
                1,
                10,
                (r, depth) => OfUse(r, u => u with { TopK = depth })
            ),
            Flag.Switch<SweepRequest>(
                "--analyze-topics",
                "Also find the topics of past questions and how well the chunks cover them",
                r => r with { Analyses = r.Analyses with { Topics = new TopicOptions() } }
            ),
            Flag.Whole<SweepRequest>(
                "--topics-question-limit",
                "For it: at most so many past questions",
                1,
                2000,
                (r, limit) => OfTopics(r, t => t with { QuestionLimit = limit })
            ),
            Flag.Whole<SweepRequest>(
                "--topics-count",
                "For it: topics to look for",
                1,
                20,
                (r, topics) => OfTopics(r, t => t with { Topics = topics })
            ),
            Flag.Whole<SweepRequest>(
                "--topics-top-k",
                "For it: chunks retrieved per question",
                1,
                5,
                (r, depth) => OfTopics(r, t => t with { TopK = depth })
            ),
            Flag.Switch<SweepRequest>(
                "--analyze-domain",
                "Also find how users write: scores, words, slang",
                r => r with { Analyses = r.Analyses with { Domain = new DomainOptions() } }
            ),
            Flag.Whole<SweepRequest>(
                "--domain-limit",
                "For it: at most so many past questions",
                1,
                5000,
                (r, limit) =>
                    r with
                    {
                        Analyses = r.Analyses with { Domain = r.Analyses.Domain is { } d ? d with { Limit = limit } : null },
                    }
            ),
        ];

    private static SweepRequest OfUse(SweepRequest request, Func<UtilizationOptions, UtilizationOptions> set) =>
        request.Analyses.Utilization is { } options
            ? request with
            {
                Analyses = request.Analyses with { Utilization = set(options) },
            }
            : request;

    private static SweepRequest OfTopics(SweepRequest request, Func<TopicOptions, TopicOptions> set) =>
        request.Analyses.Topics is { } options ? request with { Analyses = request.Analyses with { Topics = set(options) } } : request;
}
