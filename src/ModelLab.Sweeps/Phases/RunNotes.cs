using ModelLab.Core.Roles;
using ModelLab.Llm.Calls;
using ModelLab.Llm.Money;
using ModelLab.Records.Deciding;
using ModelLab.Records.Numbers;
using ModelLab.Records.Reading;
using ModelLab.Records.Vocabulary;
using ModelLab.Records.Vocabulary.Metrics;
using ModelLab.Sweeps.Racing;

namespace ModelLab.Sweeps.Phases;

/// <summary>Remarks that a reader of the numbers should have seen.</summary>
internal static class RunNotes
{
    private const int FailuresTold = 10;

    /// <summary>Roles that were to race and did not.</summary>
    public static IEnumerable<Remark> OfRaces(SweepSpec spec, IReadOnlyList<RaceRecord> races) =>
        spec.Race is null
            ? []
            : RaceDesign
                .Roles.Where(role => RaceDesign.CanRace(spec.Tiers, role, spec.Models) && races.All(r => r.Role != role))
                .Select(role => NoteText.Remark(NoteCode.DidNotRace, ("role", Names.Of(role))));

    /// <summary>How endpoints were asked otherwise than meant.</summary>
    public static IEnumerable<Remark> Of(EndpointAdaptations adaptations) =>
        adaptations.Known.Select(k =>
            NoteText.Remark(
                NoteCode.Adapted,
                ("model", k.Model),
                ("endpoint", k.Endpoint),
                ("adaptations", EndpointAdaptations.Parts(k.Adaptations).Select(Names.Of).ToList()),
                ("least_temperature", k.Adaptations.HasFlag(Adaptations.LeastTemperature) ? EndpointAdaptations.LeastTemperature : null)
            )
        );

    /// <summary>Models that several providers answered for.</summary>
    public static IEnumerable<Remark> Of(Upstreams upstreams) =>
        upstreams.Mixed.Select(m =>
            NoteText.Remark(
                NoteCode.SeveralProviders,
                ("model", m.Model),
                ("endpoint", m.Endpoint),
                ("providers", m.Providers.Select(p => new { p.Provider, p.Calls }).ToList())
            )
        );

    /// <summary>Models that may cut prompts off.</summary>
    public static IEnumerable<Remark> Of(PromptCuts cuts) =>
        cuts.Noticed.Select(c =>
            NoteText.Remark(NoteCode.PromptsCut, ("model", c.Model), ("reported", c.Reported), ("sent", c.Sent), ("calls", c.Calls))
        );

    /// <summary>What was not answered, by its reason, the most frequent first; and how to ask for it again.</summary>
    public static IEnumerable<Remark> OfFailures(IReadOnlyList<FailureGroup> failures)
    {
        foreach (var f in failures.Take(FailuresTold))
            yield return NoteText.Remark(
                NoteCode.Unanswered,
                ("model", f.Model),
                ("role", Names.Of(f.Role)),
                ("count", f.Count),
                ("of", f.Of),
                ("outcome", Names.Of(f.Outcome)),
                ("reason", f.Reason),
                ("examples", f.Examples)
            );
        if (failures.Count > FailuresTold)
            yield return NoteText.Remark(
                NoteCode.MoreUnanswered,
                ("count", failures.Skip(FailuresTold).Sum(f => f.Count)),
                ("reasons", failures.Count - FailuresTold)
            );
        if (failures.Any(f => !f.IsFinal))
            yield return NoteText.Remark(NoteCode.AskedAgain);
        if (failures.Any(f => f.IsFinal && f.Outcome != Outcome.Unparseable))
            yield return NoteText.Remark(NoteCode.AskedAgainWithFlag);
    }

    /// <summary>What happened to models and their numbers.</summary>
    public static IEnumerable<Remark> Of(IReadOnlyList<ModelUsage> usage, CircuitBoard circuits)
    {
        foreach (var (model, endpoint, reason) in circuits.GivenUp)
            yield return NoteText.Remark(NoteCode.GivenUp, ("model", model), ("endpoint", endpoint), ("reason", reason));
        foreach (var u in usage.Where(u => u.ReturnedModels.Count > 1))
            yield return NoteText.Remark(NoteCode.AliasMoved, ("model", u.Model), ("answered_as", u.ReturnedModels));
        foreach (var role in usage.Where(u => u.MeanInFlight > 0).GroupBy(u => u.Role))
        {
            var (least, most) = (role.MinBy(u => u.MeanInFlight)!, role.MaxBy(u => u.MeanInFlight)!);
            if (most.MeanInFlight > Speed.ComparableLoads * least.MeanInFlight)
                yield return NoteText.Remark(
                    NoteCode.DifferentLoad,
                    ("role", Names.Of(role.Key)),
                    ("least", least.Model),
                    ("least_calls", least.MeanInFlight),
                    ("most", most.Model),
                    ("most_calls", most.MeanInFlight)
                );
        }
        foreach (var u in usage.Where(u => u.TokensEstimated))
            yield return NoteText.Remark(NoteCode.TokensEstimated, ("model", u.Model));
    }
}
