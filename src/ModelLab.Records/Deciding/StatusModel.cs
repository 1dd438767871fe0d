using ModelLab.Core.Models;
using ModelLab.Records.Reading;
using ModelLab.Records.Vocabulary;

namespace ModelLab.Records.Deciding;

/// <summary>Why a run's status speaks of a model.</summary>
public enum StatusChoice
{
    /// <summary>It is the pick of its role.</summary>
    Pick,

    /// <summary>Its role is undecided, and it is named for now.</summary>
    Provisional,

    /// <summary>No other model of its role is usable.</summary>
    Only,

    /// <summary>Its role has no pick, and it is ranked first.</summary>
    RankedFirst,

    /// <summary>Nothing is left to compare its role by, and the run's file names it.</summary>
    Told,

    /// <summary>Its role was not compared, and it is named first.</summary>
    NamedFirst,
}

/// <summary>A model of the combination that a run's status speaks of.</summary>
/// <param name="Role">Its role.</param>
/// <param name="Model">The model.</param>
/// <param name="Choice">Why it.</param>
public sealed record StatusModel(ModelRole Role, string Model, StatusChoice Choice)
{
    /// <summary>The model of a role; null where the run needs none in it.</summary>
    internal static StatusModel? Of(
        Run run,
        ModelRole role,
        IReadOnlyList<ModelRun> usable,
        IReadOnlyList<RoleRecommendation> recommendations
    )
    {
        var models = usable.Select(r => r.Models.Of(role)).OfType<string>().Distinct().ToList();
        if (models.Count == 0)
            return null;
        var recommendation = recommendations.FirstOrDefault(r => r.Role == role);
        (string? Model, StatusChoice Choice)[] wanted =
        [
            (recommendation?.Pick, StatusChoice.Pick),
            (models.Count == 1 ? models[0] : null, StatusChoice.Only),
            (recommendation?.Provisional, StatusChoice.Provisional),
            .. recommendation?.Comparison.Models.Select(m => ((string?)m.Model, StatusChoice.RankedFirst)) ?? [],
            (run.StatusModels?.Of(role), StatusChoice.Told),
            (models[0], StatusChoice.NamedFirst),
        ];
        var (model, choice) = wanted.First(w => w.Model is not null && models.Contains(w.Model));
        return new StatusModel(role, model!, choice);
    }
}
