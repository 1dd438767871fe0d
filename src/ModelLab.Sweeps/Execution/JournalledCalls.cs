using ModelLab.Core.Models;
using ModelLab.Llm.Calls;
using ModelLab.Sweeps.Journal;
using ModelLab.Sweeps.Requests;

namespace ModelLab.Sweeps.Execution;

/// <summary>
/// A run's calls: each is looked for in the journal before it is made, and kept there afterwards, by the policy of its role.
/// </summary>
internal sealed class JournalledCalls
{
    private readonly Dictionary<ModelRole, IModelCaller> _byRole;

    public JournalledCalls(IModelCaller calls, CallJournal journal, SweepRequest request, TimeProvider time, CancellationToken noMoreCalls)
    {
        _byRole = Enum.GetValues<ModelRole>()
            .GroupBy(role => new JournalPolicy(request.Refresh.Contains(role), request.RetryErrors))
            .Select(roles =>
                (
                    roles,
                    caller: (IModelCaller)new UpstreamCaller(new JournalingCaller(calls, journal, roles.Key, time, noMoreCalls), Upstreams)
                )
            )
            .SelectMany(g => g.roles.Select(role => (role, g.caller)))
            .ToDictionary(x => x.role, x => x.caller);
        Embeddings = new EmbeddingJournalingCaller(calls, journal, time);
    }

    /// <summary>Who answered behind endpoints that hand calls on.</summary>
    public Upstreams Upstreams { get; } = new();

    /// <summary>For the vectors of texts.</summary>
    public IModelCaller Embeddings { get; }

    /// <summary>For what a role asks.</summary>
    public IModelCaller For(ModelRole role) => _byRole[role];
}
