using ModelLab.Dashboard.Views;
using ModelLab.Dashboard.Views.Tiers;

namespace ModelLab.Dashboard.Apis;

/// <summary>Tiers of one run, or of several on one ground.</summary>
/// <param name="Tiers">The leading metrics of each tier.</param>
/// <param name="Judge">Whose scores they are.</param>
/// <param name="Losses">Tier 3 − tier 2, a generator and run.</param>
/// <param name="Refused">Runs that were asked for and left out: not comparable with the first, or not there.</param>
internal sealed record TiersAnswer(
    IReadOnlyList<TierLeaders> Tiers,
    JudgeChoice Judge,
    IReadOnlyList<RetrievalLoss> Losses,
    IReadOnlyList<string> Refused
);
