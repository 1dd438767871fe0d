using ModelLab.Core.Models;
using ModelLab.Records.Reading;
using ModelLab.Records.Vocabulary;
using ModelLab.Records.Vocabulary.Metrics;

namespace ModelLab.Records.Deciding;

/// <summary>A model of the earlier run and what became of it.</summary>
/// <param name="Model">The model.</param>
/// <param name="Why">Why.</param>
public sealed record ShortlistEntry(string Model, Remark Why);

/// <summary>Who of a role goes on, and who does not.</summary>
/// <param name="Role">The role.</param>
/// <param name="Taken">The finalists, best first.</param>
/// <param name="LeftOut">The others.</param>
public sealed record RoleShortlist(ModelRole Role, IReadOnlyList<ShortlistEntry> Taken, IReadOnlyList<ShortlistEntry> LeftOut)
{
    /// <summary>The earlier run's decision, where it named the only one that goes on.</summary>
    public EarlierChoice? Decided { get; init; }

    /// <summary>Both in a line.</summary>
    /// <param name="run">The earlier run's id.</param>
    public Remark Remark(string run)
    {
        static List<object> List(IReadOnlyList<ShortlistEntry> entries) =>
            [
                .. entries.Select(e => new
                {
                    e.Model,
                    Reason = e.Why.Text,
                    ReasonCode = e.Why.Note,
                }),
            ];
        return NoteText.Remark(
            NoteCode.Shortlist,
            ("run", run),
            ("role", Names.Of(Role)),
            ("taken", List(Taken)),
            ("left_out", List(LeftOut))
        );
    }
}

/// <summary>The models of an earlier run that may be the best of their role: a small run sifts, a larger one estimates.</summary>
/// <param name="Run">The earlier run's id.</param>
/// <param name="Roles">By role; roles that the earlier run knew no model of are absent.</param>
public sealed record Shortlist(string Run, IReadOnlyList<RoleShortlist> Roles)
{
    /// <summary>
    /// Chooses finalists: the tied best set, and every model whose interval of the difference to the leader reaches 0; or the best N by
    /// value.
    /// </summary>
    /// <param name="run">The earlier run.</param>
    /// <param name="top">N; null for all that may be the best.</param>
    public static Shortlist Of(Run run, int? top) =>
        new(
            run.Id,
            [
                .. Enum.GetValues<ModelRole>()
                    .Where(role => run.Needs(role) && run.Spec.Models.Of(role).Count > 0)
                    .Select(role => OfRole(run, role, top)),
            ]
        );

    private static RoleShortlist OfRole(Run run, ModelRole role, int? top)
    {
        if (Objective.Default(role, run.Spec, new Margins()) is not { } objective)
            return Uncompared(run, role);
        var recommendation = RoleRecommendation.Of(run, objective, new Margins());
        var comparison = recommendation.Comparison;
        var (taken, left) = (new List<ShortlistEntry>(), new List<ShortlistEntry>());
        foreach (var (model, place) in comparison.Models.Select((m, i) => (m, i)))
        {
            if (top is { } most)
                (place < most ? taken : left).Add(
                    place < most
                        ? Entry(model.Model, NoteCode.AmongBest, ("top", most))
                        : Entry(model.Model, NoteCode.NotAmongBest, ("top", most))
                );
            else if (model.Rank == 1)
                taken.Add(Entry(model.Model, NoteCode.TiedBest));
            else if (comparison.Shortfall(model.Model) is { Lower: <= 0 })
                taken.Add(Entry(model.Model, NoteCode.ReachesLeader));
            else
                left.Add(new ShortlistEntry(model.Model, Behind(comparison, model.Model)));
        }
        left.AddRange(comparison.LeftOut.Select(l => new ShortlistEntry(l.Model, l.Why)));
        left.AddRange(comparison.Baselines.Select(b => Entry(b.Model, NoteCode.BuiltInBaseline)));
        return new RoleShortlist(role, taken, left)
        {
            Decided =
                taken is [{ Model: var only }] && recommendation.Pick == only && recommendation.EarlierChoice is null
                    ? new EarlierChoice(role, only, comparison.Models.Count + comparison.LeftOut.Count)
                    : null,
        };
    }

    // Benchmark judges of a run without their trials: they scored, and nothing says which is better.
    private static RoleShortlist Uncompared(Run run, ModelRole role)
    {
        var called = run.Spec.Models.Without(run.Excluded).Of(role);
        return new RoleShortlist(
            role,
            [.. called.Select(m => Entry(m, NoteCode.NotCompared))],
            [.. run.Excluded.Where(e => e.Role == role).Select(e => new ShortlistEntry(e.Model, e.Remark))]
        );
    }

    private static Remark Behind(RoleComparison comparison, string model)
    {
        var interval = comparison.Shortfall(model);
        return NoteText.Remark(
            NoteCode.ShortOfLeader,
            ("leader", comparison.Leader!.Model),
            ("metric", comparison.Objective.Address),
            ("by", interval?.Estimate ?? Math.Abs(comparison.Between(model, comparison.Leader.Model)?.Difference ?? 0)),
            ("lower", interval?.Lower),
            ("upper", interval?.Upper),
            ("pages", interval?.Clusters)
        );
    }

    private static ShortlistEntry Entry(string model, NoteCode code, params (string Name, object? Value)[] arguments) =>
        new(model, NoteText.Remark(code, arguments));
}
