using ModelLab.Records.Vocabulary;
using ModelLab.Sweeps.Planning;
using ModelLab.Sweeps.Tiers;

namespace ModelLab.Sweeps.Phases;

/// <summary>A sweep whose work is known: everything that follows from no model was found out.</summary>
/// <param name="Specified">What will be run.</param>
/// <param name="Tiers">The chosen tiers.</param>
/// <param name="Measured">Numbers of the questions as a whole.</param>
internal sealed record PlannedSweep(SpecifiedSweep Specified, IReadOnlyList<ITier> Tiers, IReadOnlyList<Aggregate> Measured)
{
    /// <summary>The unique work of the models that are not excluded.</summary>
    public SweepPlan Without(IEnumerable<ExcludedModel> excluded) =>
        new(Tiers, Specified.Read.Data.Items, Specified.Spec.Models.Without(excluded));
}
