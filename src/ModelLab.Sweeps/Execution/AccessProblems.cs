using ModelLab.Core.Models;
using ModelLab.Llm.Calls;
using ModelLab.Llm.Configuration;
using ModelLab.Records.Vocabulary;

namespace ModelLab.Sweeps.Execution;

/// <summary>Checks all models of a sweep for access, each endpoint, key and model once, all at the same time.</summary>
public static class AccessProblems
{
    /// <summary>The models that cannot be called; built-ins always can, and models without work are not asked.</summary>
    public static async Task<IReadOnlyList<ExcludedModel>> FindAsync(
        IReadOnlyList<(ModelRole Role, ModelRef Model, ModelEndpoint? Endpoint)> models,
        Func<ModelRole, string, bool> hasWork,
        AccessCheck check,
        CancellationToken cancellationToken
    )
    {
        var called = models.Where(m => m.Endpoint is not null && hasWork(m.Role, m.Model.ToString())).ToList();
        var checks = called
            .Select(m => m.Endpoint!)
            .DistinctBy(Key)
            .ToDictionary(Key, endpoint => check.FindProblemAsync(endpoint, cancellationToken));
        await Task.WhenAll(checks.Values).ConfigureAwait(false);
        var excluded = new List<ExcludedModel>();
        foreach (var (role, model, endpoint) in called)
            if (await checks[Key(endpoint!)].ConfigureAwait(false) is { } problem)
                excluded.Add(
                    new ExcludedModel(role, model.ToString(), problem.Reason, problem.Unreachable) { ReasonCode = CodeOf(problem) }
                );
        return excluded;
    }

    /// <summary>What a problem says, to be said in any language.</summary>
    internal static RunNote CodeOf(AccessProblem problem) =>
        RunNote.Of(
            Names.Parse<NoteCode>(Names.Of(problem.Fault)),
            ("said", problem.Said),
            ("endpoint", problem.Endpoint.EndpointId),
            ("model", problem.Endpoint.ModelId),
            ("key_variable", problem.Endpoint.KeyVariable)
        );

    private static (string, string?, string) Key(ModelEndpoint endpoint) =>
        (endpoint.EndpointId, endpoint.Key?.Reveal(), endpoint.Model.Name);
}
