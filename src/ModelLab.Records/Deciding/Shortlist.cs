using ModelLab.Core.Models;
using ModelLab.Records.Reading;
using ModelLab.Records.Vocabulary;
using ModelLab.Records.Vocabulary.Metrics;

namespace ModelLab.Records.Deciding;

/// <summary>A model of the earlier run and what became of it.</summary>
/// <param name="Model">The model.</param>
/// <param name="English">Why, in English.</param>
/// <param name="Russian">Why, in Russian.</param>
public sealed record ShortlistEntry(string Model, string English, string Russian);

/// <summary>Who of a role goes on, and who does not.</summary>
/// <param name="Role">The role.</param>
/// <param name="Taken">The finalists, best first.</param>
/// <param name="LeftOut">The others.</param>
public sealed record RoleShortlist(ModelRole Role, IReadOnlyList<ShortlistEntry> Taken, IReadOnlyList<ShortlistEntry> LeftOut)
{
    /// <summary>Both in a line.</summary>
    public string Summary(Language language)
    {
        string List(IReadOnlyList<ShortlistEntry> entries) =>
            string.Join(", ", entries.Select(e => $"{e.Model} ({language.Say(e.English, e.Russian)})"));
        var taken = $"{Names.Title(Role, language)}: {language.Say("taken", "взяты")} {List(Taken)}";
        return LeftOut.Count == 0 ? taken : $"{taken}; {language.Say("left out", "не взяты")} {List(LeftOut)}";
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
        var comparison = RoleComparison.Of(run, objective);
        var (taken, left) = (new List<ShortlistEntry>(), new List<ShortlistEntry>());
        foreach (var (model, place) in comparison.Models.Select((m, i) => (m, i)))
        {
            if (top is { } most)
                (place < most ? taken : left).Add(
                    place < most
                        ? Entry(model.Model, $"among the best {most}", $"среди {most} лучших")
                        : Entry(model.Model, $"not among the best {most}", $"не среди {most} лучших")
                );
            else if (model.Rank == 1)
                taken.Add(Entry(model.Model, "tied best", "не отличима от лучшей"));
            else if (comparison.Shortfall(model.Model) is { Lower: <= 0 })
                taken.Add(Entry(model.Model, "its interval reaches the leader", "её интервал достаёт до лидера"));
            else
                left.Add(
                    Entry(
                        model.Model,
                        $"short of {Behind(comparison, model.Model, Language.English)}",
                        $"отстаёт от {Behind(comparison, model.Model, Language.Russian)}"
                    )
                );
        }
        left.AddRange(comparison.LeftOut.Select(l => Entry(l.Model, l.ReasonIn(Language.English), l.ReasonIn(Language.Russian))));
        left.AddRange(comparison.Baselines.Select(b => Entry(b.Model, "a built-in baseline", "встроенный ориентир")));
        return new RoleShortlist(role, taken, left);
    }

    // Benchmark judges of a run without their trials: they scored, and nothing says which is better.
    private static RoleShortlist Uncompared(Run run, ModelRole role)
    {
        var called = run.Spec.Models.Without(run.Excluded).Of(role);
        return new RoleShortlist(
            role,
            [.. called.Select(m => Entry(m, "not compared there", "там не сравнивалась"))],
            [.. run.Excluded.Where(e => e.Role == role).Select(e => Entry(e.Model, e.Reason, e.Reason))]
        );
    }

    private static string Behind(RoleComparison comparison, string model, Language language)
    {
        var objective = comparison.Objective;
        var interval = comparison.Shortfall(model);
        var distance = interval?.Estimate ?? Math.Abs(comparison.Between(model, comparison.Leader!.Model)?.Difference ?? 0);
        return $"{comparison.Leader!.Model} {language.Say("by", "на")} {objective.Show(distance, language)}{IntervalText.After(interval, v => objective.Show(v, language), language)}";
    }

    private static ShortlistEntry Entry(string model, string english, string russian) => new(model, english, russian);
}
