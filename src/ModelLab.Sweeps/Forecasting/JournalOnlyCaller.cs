using System.Buffers.Binary;
using ModelLab.Core.Roles;
using ModelLab.Llm.Calls;
using ModelLab.Llm.Money;
using ModelLab.Sweeps.Journal;

namespace ModelLab.Sweeps.Forecasting;

/// <summary>Answers from the journal alone, and remembers what it could not answer.</summary>
/// <param name="journal">The journal; null when it holds nothing.</param>
/// <param name="policy">What of it counts.</param>
/// <param name="counter">Counts the tokens of what is missing; null when nobody wants to know.</param>
internal sealed class JournalOnlyCaller(CallJournal? journal, JournalPolicy policy, TokenCounter? counter) : IModelCaller
{
    private static readonly CallResult Miss = new() { ErrorClass = CallErrorClass.CircuitOpen, Error = "not in the journal" };

    /// <summary>The input tokens of a call that the journal does not hold; null when it holds it. 0 when tokens are not counted.</summary>
    public long? MissedTokens { get; private set; }

    /// <summary>Tells the unit's first call from others; null when nothing was called.</summary>
    public UInt128? FirstKey { get; private set; }

    public void Begin() => (MissedTokens, FirstKey) = (null, null);

    public Task<CallResult> CallAsync(ModelCall call, CancellationToken cancellationToken)
    {
        var key = CallKey.Of(call);
        FirstKey ??= BinaryPrimitives.ReadUInt128BigEndian(key);
        var found = journal is null || policy.Refresh ? null : journal.Find(key);
        if (found is not null && policy.Keeps(found))
            return Task.FromResult(found);
        MissedTokens = counter?.Input(call) ?? 0;
        return Task.FromResult(Miss);
    }
}
