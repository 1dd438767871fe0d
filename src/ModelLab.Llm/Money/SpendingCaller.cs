using System.Text;
using ModelLab.Core.Models;
using ModelLab.Core.Money;
using ModelLab.Core.Roles;
using ModelLab.Llm.Calls;

namespace ModelLab.Llm.Money;

/// <summary>Sets money aside before each attempt and settles it afterwards; when the cap is reached, asks for a stop.</summary>
/// <param name="inner">Makes the attempt.</param>
/// <param name="ledger">The command's money.</param>
/// <param name="prices">What models cost.</param>
/// <param name="capReached">Asks the run to stop.</param>
/// <param name="stop">Cancelled when no further attempt shall begin.</param>
public sealed class SpendingCaller(
    IModelCaller inner,
    SpendLedger ledger,
    PriceList prices,
    Action capReached,
    CancellationToken stop = default
) : IModelCaller
{
    // Chat templates add a few tokens around each message and around the whole.
    private const int PerMessage = 16;

    /// <inheritdoc />
    /// <exception cref="OperationCanceledException">The cap is reached: the call was not sent.</exception>
    public async Task<CallResult> CallAsync(ModelCall call, CancellationToken cancellationToken)
    {
        var price = prices.For(call.Endpoint.Model.ToString());
        var worst = price is not null && ledger.IsCapped ? WorstCase(price, call) : 0;
        if (!await ledger.TryReserveAsync(worst, cancellationToken).ConfigureAwait(false))
        {
            capReached();
            throw new OperationCanceledException("the budget is reached");
        }
        decimal? spent = worst;
        try
        {
            if (stop.IsCancellationRequested)
                spent = 0; // the stop came while this call waited for money
            stop.ThrowIfCancellationRequested();
            var result = await inner.CallAsync(call, cancellationToken).ConfigureAwait(false);
            spent = Cost(price, result, worst);
            return result;
        }
        finally
        {
            ledger.Settle(worst, spent);
        }
    }

    /// <summary>
    /// The most a call can cost: as many output tokens as it may use, and an input token for each byte, at full price. Vocabularies
    /// differ, but no token stands for less than a byte.
    /// </summary>
    public static decimal WorstCase(Price price, ModelCall call)
    {
        long input = PerMessage + (call.Schema is { } schema ? Encoding.UTF8.GetByteCount(schema.Schema.GetRawText()) : 0);
        foreach (var message in call.Messages)
            input += PerMessage + Encoding.UTF8.GetByteCount(message.Text);
        foreach (var text in call.Inputs ?? [])
            input += PerMessage + Encoding.UTF8.GetByteCount(text);
        return price.Cost(input, 0, call.MostOutput ?? 0);
    }

    // A provider that answered with an error has not charged; one whose answer was lost may have, so its reservation stays spent.
    private static decimal? Cost(Price? price, CallResult result, decimal worst) =>
        result.ErrorClass switch
        {
            null => price is null ? result.Tokens.ToldCost : price.Cost(result.Tokens),
            CallErrorClass.Timeout or CallErrorClass.Malformed or CallErrorClass.Connection when !result.NeverArrived => price is null
                ? null
                : worst,
            _ => 0,
        };
}
