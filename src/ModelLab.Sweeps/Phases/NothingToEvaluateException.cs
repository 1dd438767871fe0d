using ModelLab.Core.Models;
using ModelLab.Records.Reading;
using ModelLab.Records.Vocabulary;

namespace ModelLab.Sweeps.Phases;

/// <summary>A role that the chosen tiers need has no model left. The command line prints the reasons and ends with exit code 3.</summary>
public sealed class NothingToEvaluateException(ModelRole role, IReadOnlyList<ExcludedModel> excluded)
    : Exception($"no combination can be evaluated: no model is left for the role '{Names.Of(role)}'")
{
    /// <summary>Every model that cannot be called, with its reason.</summary>
    public IReadOnlyList<ExcludedModel> Excluded => excluded;
}
