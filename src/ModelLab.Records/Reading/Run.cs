using ModelLab.Core;
using ModelLab.Core.Models;
using ModelLab.Core.Money;
using ModelLab.Records.Analyses;
using ModelLab.Records.Numbers;
using ModelLab.Records.Vocabulary;
using ModelLab.Records.Vocabulary.Metrics;

namespace ModelLab.Records.Reading;

/// <summary>
/// The one read model of a run: terminal, pages, API, reports and decisions compute from it and from nothing else. What its files do not
/// say is empty or null. Values question by question and items are read when asked for.
/// </summary>
public sealed record Run
{
    /// <summary>The run in the list: what its head says.</summary>
    public required RunEntry Entry { get; init; }

    /// <summary>What was chosen; null where the file does not say, as those of schema 2.0.</summary>
    public SweepSpec? KnownSpec { get; init; }

    /// <summary>What was chosen.</summary>
    /// <exception cref="BadInputException">The run's file does not say: it is of schema 2.0.</exception>
    public SweepSpec Spec
    {
        get =>
            KnownSpec
            ?? throw new BadInputException(
                $"run {Id}: its file (schema {Entry.SchemaVersion ?? "unknown"}) does not say what was chosen, and has no values question by question: "
                    + "make the run again to compare its models"
            );
        init => KnownSpec = value;
    }

    /// <summary>What makes it comparable; without parts where the file does not say.</summary>
    public Fingerprint Fingerprint { get; init; } = new(new Dictionary<string, string>());

    /// <summary>Every number once.</summary>
    public IReadOnlyList<Aggregate> Numbers
    {
        get => field ?? Digest?.Value.Aggregates ?? [];
        init;
    }

    /// <summary>What each model was asked and used.</summary>
    public IReadOnlyList<ModelUsage> Usage
    {
        get => field ?? Digest?.Value.Usage ?? [];
        init;
    }

    /// <summary>What models did not answer, by its reason, most units first; empty where the file does not say.</summary>
    public IReadOnlyList<FailureGroup> Failures
    {
        get => field ?? Digest?.Value.Failures ?? [];
        init;
    }

    /// <summary>Values question by question.</summary>
    public IScores Scores
    {
        get => field ?? Digest?.Value.Scores ?? ScoreTable.Empty;
        init;
    }

    /// <summary>How models were dropped; empty when every model answered everything.</summary>
    public IReadOnlyList<RaceRecord> Races { get; init; } = [];

    /// <summary>The values that a good system reaches, as the run took them; metrics that are missing have none.</summary>
    public IReadOnlyList<RunBaseline> Baselines { get; init; } = RunBaseline.Catalogued;

    /// <summary>Models that could not be called.</summary>
    public IReadOnlyList<ExcludedModel> Excluded { get; init; } = [];

    /// <summary>Combinations as the file has them.</summary>
    public IReadOnlyList<CombinationStatus> Combinations { get; init; } = [];

    /// <summary>Remarks: adapted requests, items left out.</summary>
    public IReadOnlyList<Remark> Notes { get; init; } = [];

    /// <summary>The summary in words, in the language of whoever made the run.</summary>
    public string? ExecutiveSummary { get; init; }

    /// <summary>The combination that the summary speaks of; null where the file does not say.</summary>
    public ModelNames? StatusModels { get; init; }

    /// <summary>Analyses made beside the tiers.</summary>
    public RunAnalyses Analyses { get; init; } = RunAnalyses.None;

    /// <summary>The run's id.</summary>
    public string Id => Entry.Id;

    /// <summary>When it started; the least time there is where the file does not say.</summary>
    public DateTimeOffset Timestamp => Entry.Timestamp ?? DateTimeOffset.MinValue;

    // What one pass over the observations gives, for a run whose numbers no file has: unfinished, or several merged.
    internal Lazy<RunDigest>? Digest { get; init; }

    /// <summary>The same run with numbers, usage and values made of its observations, whatever its file says.</summary>
    internal Run DigestedBy(Lazy<RunDigest> digest) =>
        this with
        {
            Numbers = null!,
            Usage = null!,
            Failures = null!,
            Scores = null!,
            Digest = digest,
        };

    /// <summary>The race of a role; null when it had none.</summary>
    public RaceRecord? RaceOf(ModelRole role) => Races.FirstOrDefault(r => r.Role == role);

    /// <summary>How a model was dropped; null when it was not.</summary>
    public RaceDrop? DropOf(ModelRole role, string model) => RaceOf(role)?.Drops.FirstOrDefault(d => d.Model == model);

    /// <summary>The numbers of models that no race dropped: what can be set side by side.</summary>
    public IReadOnlyList<Aggregate> InTheRunning => Races.Count == 0 ? Numbers : [.. Numbers.Where(n => !Races.Any(r => r.HasDropped(n)))];

    /// <summary>One number; null when it is undefined or was not measured.</summary>
    public Aggregate? Find(Tier tier, string metric, string? generator = null, string? judge = null, string? decider = null) =>
        Numbers.FirstOrDefault(a =>
            a.Tier == tier
            && a.Metric == metric
            && a.GenerationModel == generator
            && a.JudgeModel == judge
            && a.ProductionJudgeModel == decider
        );

    /// <summary>Whether a chosen tier calls models in this role.</summary>
    public bool Needs(ModelRole role) =>
        Spec.Tiers.Any(t => t.Roles().Contains(role))
        || (role == ModelRole.Generation && Spec.Tiers.Contains(Tier.Ux) && Spec.Models.Generators.Count > 0);

    /// <summary>
    /// The same run with its tokens priced anew; a model without a price costs an unknown amount, unless it ran on the user's own machine.
    /// </summary>
    public Run PricedBy(PriceList prices)
    {
        var known = prices.WithFree(Usage.Where(u => u.Cost == 0).Select(u => u.Model));
        return this with { Usage = [.. Usage.Select(u => u.PricedBy(known.For(u.Model)))] };
    }
}
