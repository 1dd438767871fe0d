using ModelLab.Core.Metrics;
using ModelLab.Core.Models;
using ModelLab.Records.Analyses;
using ModelLab.Records.Deciding;
using ModelLab.Records.Numbers;
using ModelLab.Records.Vocabulary;

namespace ModelLab.Records.Reading;

/// <summary>Everything that reports are made of: what was chosen, what came out, and who made it when.</summary>
public sealed record RunResult
{
    /// <summary>The run's id: local time <c>yyyyMMdd_HHmmss</c>, with <c>_2</c> … on collision.</summary>
    public required string Id { get; init; }

    /// <summary>When the run started, local time with offset.</summary>
    public required DateTimeOffset Timestamp { get; init; }

    /// <summary>Who and what made it.</summary>
    public required Provenance Provenance { get; init; }

    /// <summary>What was chosen.</summary>
    public required SweepSpec Spec { get; init; }

    /// <summary>What makes it comparable.</summary>
    public required Fingerprint Fingerprint { get; init; }

    /// <summary>Models that could not be called.</summary>
    public required IReadOnlyList<ExcludedModel> Excluded { get; init; }

    /// <summary>All numbers.</summary>
    public required IReadOnlyList<Aggregate> Aggregates { get; init; }

    /// <summary>What each model was asked and used.</summary>
    public required IReadOnlyList<ModelUsage> Usage { get; init; }

    /// <summary>Values question by question, for comparing models.</summary>
    public required ScoreTable Scores { get; init; }

    /// <summary>Remarks: adapted requests, items left out.</summary>
    public required IReadOnlyList<string> Notes { get; init; }

    /// <summary>Analyses made beside the tiers.</summary>
    public RunAnalyses Analyses { get; init; } = RunAnalyses.None;

    /// <summary>The values that a good system reaches.</summary>
    public Baselines Baselines { get; init; } = Baselines.Catalogued;

    /// <summary>How models were dropped; empty when every model answered everything.</summary>
    public IReadOnlyList<RaceRecord> Races { get; init; } = [];

    /// <summary>The race of a role; null when it had none.</summary>
    public RaceRecord? RaceOf(ModelRole role) => Races.FirstOrDefault(r => r.Role == role);

    /// <summary>How a model was dropped; null when it was not.</summary>
    public RaceDrop? DropOf(ModelRole role, string model) => RaceOf(role)?.Drops.FirstOrDefault(d => d.Model == model);

    /// <summary>Which model to use in each role that was tried, and why.</summary>
    public IReadOnlyList<RoleRecommendation> Recommendations { get; init; } = [];

    /// <summary>The run with its recommendations.</summary>
    /// <param name="margins">What is too small to matter, and what is too bad to choose; null for the defaults.</param>
    public RunResult WithRecommendations(Margins? margins = null) =>
        this with
        {
            Recommendations = RoleRecommendation.Of(this, margins ?? new Margins()),
        };

    /// <summary>All combinations, in flag order.</summary>
    public IReadOnlyList<ModelRun> ModelRuns => ModelRun.Compose(this);

    /// <summary>One number; null when it is undefined or was not measured.</summary>
    public Aggregate? Find(Tier tier, string metric, string? generator = null, string? judge = null, string? decider = null) =>
        Aggregates.FirstOrDefault(a =>
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
}

/// <summary>Who made a run, and on which code.</summary>
/// <param name="GitBranch">The branch of the working directory, or null outside a repository.</param>
/// <param name="GitCommitHash">Its commit, or null.</param>
/// <param name="RunAuthor">The user's name, or null when unknown.</param>
public sealed record Provenance(string? GitBranch, string? GitCommitHash, string? RunAuthor);
