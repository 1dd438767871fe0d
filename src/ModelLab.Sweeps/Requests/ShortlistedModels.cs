using ModelLab.Core;
using ModelLab.Core.Datasets;
using ModelLab.Core.Models;
using ModelLab.Records.Deciding;
using ModelLab.Records.Reading;
using ModelLab.Records.Vocabulary;
using ModelLab.Records.Vocabulary.Metrics;
using ModelLab.Sweeps.Requests;

namespace ModelLab.Sweeps.Requests;

/// <summary>What an earlier run contributes to a new one: its finalists, and the items that chose them.</summary>
/// <param name="Shortlist">Who was taken, in the roles that no flag names.</param>
/// <param name="Spec">How the new run records it.</param>
internal sealed record ShortlistedModels(Shortlist Shortlist, ShortlistSpec Spec)
{
    /// <summary>Who was taken, in words.</summary>
    public IEnumerable<Remark> Notes => Shortlist.Roles.Select(r => r.Remark(Spec.Run));

    private readonly HashSet<string> _used = Spec.ReusesQuestions ? [] : new HashSet<string>(Spec.UsedItemIds, StringComparer.Ordinal);

    /// <summary>Reads the earlier run; null when the request names none.</summary>
    /// <exception cref="BadInputException">There is no such run, it is not finished, or none of a needed role's models could be
    /// ranked.</exception>
    public static ShortlistedModels? Read(SweepRequest request)
    {
        if (request.ShortlistFrom is not { } wanted)
            return null;
        var run = new RunLibrary(request.OutputDirectory).Open(wanted.Run);
        if (run.Entry.State != RunState.Finished)
            throw new BadInputException($"--shortlist-from {wanted.Run}: that run is not finished: give its command again first");
        var needed = request
            .Tiers.SelectMany(t => t.Roles())
            .Concat(request.Tiers.Contains(Tier.Ux) ? [ModelRole.Generation] : [])
            .ToHashSet();
        var all = Shortlist.Of(run, wanted.Top);
        var shortlist = all with
        {
            Roles =
            [
                .. all.Roles.Where(r =>
                    needed.Contains(r.Role) && !request.Models.ContainsKey(r.Role) && !request.Sources.ContainsKey(r.Role)
                ),
            ],
        };
        if (shortlist.Roles.Count == 0)
            throw new BadInputException(
                $"--shortlist-from {wanted.Run}: it has no models for a role that the chosen tiers need and no flag names: leave it out"
            );
        if (shortlist.Roles.FirstOrDefault(r => r.Taken.Count == 0) is { } empty)
            throw new BadInputException(
                $"--shortlist-from {wanted.Run}: none of its models could be ranked in the role '{Names.Of(empty.Role)}': name them "
                    + $"with {LineupReader.Flag(empty.Role)}"
            );
        // Items choose only the roles that they were asked for.
        var pages = run.Scores.Pages;
        var questions = shortlist.Roles.Any(r => r.Role != ModelRole.ProductionJudge) ? pages.Questions : [];
        var labelled = shortlist.Roles.Any(r => r.Role == ModelRole.ProductionJudge) ? pages.Labelled : [];
        string[] used = [.. questions.Concat(labelled).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];
        var decided = shortlist.Roles.Select(r => r.Decided).OfType<EarlierChoice>().ToList();
        return new ShortlistedModels(
            shortlist,
            new ShortlistSpec(run.Id, wanted.Top, wanted.ReuseQuestions, used, decided.Count > 0 ? decided : null)
        );
    }

    /// <summary>The request with the finalists in the roles that no flag names.</summary>
    public SweepRequest Named(SweepRequest request)
    {
        var models = new Dictionary<ModelRole, IReadOnlyList<string>>(request.Models);
        foreach (var role in Shortlist.Roles)
            models[role.Role] = [.. role.Taken.Select(t => t.Model)];
        return request with { Models = models };
    }

    /// <summary>The questions that did not choose the finalists.</summary>
    /// <exception cref="BadInputException">There are none.</exception>
    public IReadOnlyList<GoldItem> Fresh(IReadOnlyList<GoldItem> questions, string file, List<Remark> notes)
    {
        var fresh = questions.Where(q => !_used.Contains(q.Id)).ToList();
        if (fresh.Count == 0 && questions.Count > 0)
            throw new BadInputException(
                $"--shortlist-from {Spec.Run}: all {questions.Count} questions of {file} were used for the shortlist: give a data set "
                    + $"with more, or --reuse-shortlist-questions"
            );
        if (fresh.Count < questions.Count)
            notes.Add(NoteText.Remark(NoteCode.QuestionsChoseFinalists, ("count", questions.Count - fresh.Count), ("run", Spec.Run)));
        return fresh;
    }

    /// <summary>
    /// The labelled items that did not choose the finalists; all of them where none is left, since a run takes their set whole.
    /// </summary>
    public IReadOnlyList<ShowDecisionItem> Fresh(IReadOnlyList<ShowDecisionItem> items, List<Remark> notes)
    {
        var fresh = items.Where(i => !_used.Contains(i.Id)).ToList();
        if (fresh.Count == items.Count)
            return items;
        notes.Add(
            fresh.Count == 0
                ? NoteText.Remark(NoteCode.AllLabelledChoseFinalists, ("run", Spec.Run))
                : NoteText.Remark(NoteCode.LabelledChoseFinalists, ("count", items.Count - fresh.Count), ("run", Spec.Run))
        );
        return fresh.Count == 0 ? items : fresh;
    }
}
