using System.Text.Json.Serialization;
using ModelLab.Core.Models;

namespace ModelLab.Records.Vocabulary;

/// <summary>The models of a sweep by role, in flag order, without repetitions. A role that no chosen tier needs is empty.</summary>
/// <param name="Generators">Generation models.</param>
/// <param name="Judges">Benchmark judges.</param>
/// <param name="Deciders">Production judges.</param>
public sealed record ModelLineup(IReadOnlyList<string> Generators, IReadOnlyList<string> Judges, IReadOnlyList<string> Deciders)
{
    /// <summary>The models of one role.</summary>
    public IReadOnlyList<string> Of(ModelRole role) =>
        role switch
        {
            ModelRole.Generation => Generators,
            ModelRole.BenchmarkJudge => Judges,
            _ => Deciders,
        };

    /// <summary>The lineup without some models.</summary>
    public ModelLineup Without(IEnumerable<ExcludedModel> excluded)
    {
        var gone = excluded.Select(e => (e.Role, e.Model)).ToHashSet();
        IReadOnlyList<string> Keep(ModelRole role) => [.. Of(role).Where(m => !gone.Contains((role, m)))];
        return new ModelLineup(Keep(ModelRole.Generation), Keep(ModelRole.BenchmarkJudge), Keep(ModelRole.ProductionJudge));
    }
}

/// <summary>A model that cannot be called, with the reason and what to do.</summary>
/// <param name="Role">The role it was named for.</param>
/// <param name="Model">Its name.</param>
/// <param name="Reason">Why, in one line without secrets.</param>
/// <param name="Unreachable">Whether its endpoint failed, rather than refused.</param>
public sealed record ExcludedModel(ModelRole Role, string Model, string Reason, bool Unreachable = false)
{
    /// <summary>What the reason says; null where it is not known.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public RunNote? ReasonCode { get; init; }

    /// <summary>The reason with what it says.</summary>
    [JsonIgnore]
    public Remark Remark => new(Reason, ReasonCode);
}
