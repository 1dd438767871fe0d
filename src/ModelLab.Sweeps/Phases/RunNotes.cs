using System.Globalization;
using ModelLab.Core.Roles;
using ModelLab.Llm.Calls;
using ModelLab.Records.Deciding;
using ModelLab.Records.Numbers;
using ModelLab.Records.Reading;
using ModelLab.Records.Vocabulary;
using ModelLab.Sweeps.Racing;

namespace ModelLab.Sweeps.Phases;

/// <summary>Remarks that a reader of the numbers should have seen.</summary>
internal static class RunNotes
{
    private const int FailuresTold = 10;

    /// <summary>Roles that were to race and did not.</summary>
    public static IEnumerable<string> OfRaces(SweepSpec spec, IReadOnlyList<RaceRecord> races) =>
        spec.Race is null
            ? []
            : RaceDesign
                .Roles.Where(role => RaceDesign.CanRace(spec.Tiers, role, spec.Models) && races.All(r => r.Role != role))
                .Select(role =>
                    $"--race: role {Names.Of(role)} did not race: fewer than two of its models can be called, or no item can be scored"
                );

    /// <summary>What was not answered, by its reason, the most frequent first; and how to ask for it again.</summary>
    public static IEnumerable<string> OfFailures(IReadOnlyList<FailureGroup> failures)
    {
        foreach (var f in failures.Take(FailuresTold))
            yield return string.Create(
                CultureInfo.InvariantCulture,
                $"{f.Model} ({Names.Of(f.Role)}): {f.Count} of {f.Of} {Told(f.Outcome)}: {f.Reason} (such as {string.Join(", ", f.Examples)})"
            );
        if (failures.Count > FailuresTold)
            yield return string.Create(
                CultureInfo.InvariantCulture,
                $"{failures.Skip(FailuresTold).Sum(f => f.Count)} more were not answered, for {failures.Count - FailuresTold} other reasons"
            );
        if (failures.Any(f => !f.IsFinal))
            yield return "the same command asks again for what a limit, a fault of the connection or an error page kept from being answered";
        if (failures.Any(f => f.IsFinal && f.Outcome != Outcome.Unparseable))
            yield return "what was refused or not accepted is asked again with --retry-errors";
    }

    private static string Told(Outcome outcome) =>
        outcome switch
        {
            Outcome.Refused => "refused",
            Outcome.Unparseable => "not understood",
            Outcome.NotAsked => "not asked",
            _ => "without a reply",
        };

    public static IEnumerable<string> Of(IReadOnlyList<ModelUsage> usage, CircuitBoard circuits)
    {
        foreach (var (model, endpoint, reason) in circuits.GivenUp)
            yield return $"{model} at {endpoint} kept failing and was given up ({reason}): its remaining calls were not sent; run the "
                + $"same command again when it is back";
        foreach (var u in usage.Where(u => u.ReturnedModels.Count > 1))
            yield return $"{u.Model}: the endpoint answered as {string.Join(" and ", u.ReturnedModels)}: an alias has moved, and the "
                + $"scores may mix models";
        foreach (var role in usage.Where(u => u.MeanInFlight > 0).GroupBy(u => u.Role))
        {
            var (least, most) = (role.MinBy(u => u.MeanInFlight)!, role.MaxBy(u => u.MeanInFlight)!);
            if (most.MeanInFlight > Speed.ComparableLoads * least.MeanInFlight)
                yield return string.Create(
                    CultureInfo.InvariantCulture,
                    $"latencies of role {Names.Of(role.Key)} were measured under different load: {least.Model} with "
                        + $"{least.MeanInFlight:0.#} calls under way on average, {most.Model} with {most.MeanInFlight:0.#}"
                );
        }
        foreach (var u in usage.Where(u => u.TokensEstimated))
            yield return $"{u.Model}: the provider did not report all tokens; they were counted with the o200k vocabulary and are "
                + $"estimates";
    }
}
