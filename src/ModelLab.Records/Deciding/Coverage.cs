using ModelLab.Core.Models;
using ModelLab.Core.Roles;
using ModelLab.Records.Reading;
using ModelLab.Records.Vocabulary;
using ModelLab.Records.Vocabulary.Metrics;

namespace ModelLab.Records.Deciding;

/// <summary>Which models gave too few usable replies to be ranked.</summary>
public static class Coverage
{
    /// <summary>The least share of units with a usable reply for a generator or production judge to be ranked.</summary>
    public const double LeastCoverage = 0.95;

    /// <summary>The greatest share of units without a score for a benchmark judge to be ranked.</summary>
    public const double MostJudgeErrors = 0.05;

    /// <summary>The models that took part but are not ranked, with the reason.</summary>
    public static IReadOnlyDictionary<(ModelRole Role, string Model), Remark> WeakModels(Run run)
    {
        var weak = new Dictionary<(ModelRole, string), Remark>();
        foreach (var usage in run.Usage)
        {
            // What a judge could not be asked, because the generator gave no answer, is not the judge's failure.
            var asked = usage.Due;
            var scored = usage.Outcomes[Names.Of(Outcome.Scored)];
            if (usage.Asked == 0)
                weak[(usage.Role, usage.Model)] = NoteText.Remark(NoteCode.NeverAsked);
            else if (usage.Role == ModelRole.BenchmarkJudge)
            {
                if ((double)(asked - scored) / asked > MostJudgeErrors)
                    weak[(usage.Role, usage.Model)] = NoteText.Remark(
                        NoteCode.ScoringsFailed,
                        ("failed", asked - scored),
                        ("of", asked),
                        ("not_asked", NotAsked(usage))
                    );
            }
            else if ((double)scored / asked < LeastCoverage)
                weak[(usage.Role, usage.Model)] = NoteText.Remark(
                    NoteCode.FewRepliesUsable,
                    ("usable", scored),
                    ("of", asked),
                    ("not_asked", NotAsked(usage))
                );
        }
        return weak;
    }

    private static long? NotAsked(ModelUsage usage) => usage.Due == usage.Asked ? null : usage.Due - usage.Asked;
}
