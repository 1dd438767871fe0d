using System.Text.RegularExpressions;
using ModelLab.Core.Judging;
using ModelLab.Core.Models;
using ModelLab.Core.Roles;
using ModelLab.Llm.Configuration;

namespace ModelLab.Llm.Calls;

/// <summary>What keeps a model from being called.</summary>
public enum AccessFault
{
    /// <summary>Something answers that is no model.</summary>
    NoModelReply,

    /// <summary>The account is empty.</summary>
    NoFunds,

    /// <summary>The quota of the day is used up.</summary>
    QuotaUsedUp,

    /// <summary>The provider does not serve this region.</summary>
    RegionRefused,

    /// <summary>The key is refused.</summary>
    AccessRefused,

    /// <summary>The model or the address is unknown.</summary>
    UnknownModel,

    /// <summary>The endpoint refuses the model or the request.</summary>
    RequestRefused,

    /// <summary>The endpoint does not answer.</summary>
    Unreachable,
}

/// <summary>Why a model cannot be called.</summary>
/// <param name="Fault">What keeps it.</param>
/// <param name="Endpoint">Where it was asked.</param>
/// <param name="Said">What the endpoint said, or what became of the request, in one line without secrets.</param>
public sealed record AccessProblem(AccessFault Fault, ModelEndpoint Endpoint, string Said)
{
    /// <summary>Whether the endpoint failed, rather than refused.</summary>
    public bool Unreachable => Fault is AccessFault.NoModelReply or AccessFault.Unreachable;

    /// <summary>The reason and what to do, in one line without secrets.</summary>
    public string Reason =>
        Fault switch
        {
            AccessFault.NoModelReply => $"no reply of a model ({Said}): check {Endpoint.EndpointId}",
            AccessFault.NoFunds => $"{Said}: top up the account of {Endpoint.KeyVariable}",
            AccessFault.QuotaUsedUp => $"the quota is used up ({Said}): give the same command again when it is filled",
            AccessFault.RegionRefused => Said,
            AccessFault.AccessRefused => $"access refused ({Said}): check {Endpoint.KeyVariable}",
            AccessFault.UnknownModel => $"unknown model or address ({Said}): check the name '{Endpoint.ModelId}' and {Endpoint.EndpointId}",
            AccessFault.RequestRefused => $"the endpoint refuses the model or the request ({Said})",
            _ => $"unreachable ({Said}): is {Endpoint.EndpointId} up?",
        };
}

/// <summary>
/// Asks a model for one token, to learn before anything is spent whether it can be called at all. A model that is being loaded is waited
/// for. The request also opens the connection, so that no call which is timed does.
/// </summary>
/// <param name="callerOf">Makes the calls to an endpoint. A local server gives a load up when its client leaves, so calls to it must wait.</param>
/// <param name="patience">The longest wait for a model that is being loaded.</param>
/// <param name="time">The clock.</param>
/// <param name="waiting">Told once of each model that is waited for.</param>
public sealed partial class AccessCheck(
    Func<ModelEndpoint, IModelCaller> callerOf,
    TimeSpan patience,
    TimeProvider time,
    Action<ModelEndpoint>? waiting = null
)
{
    // Who answers within it need not be told of.
    private static readonly TimeSpan Unnoticed = TimeSpan.FromSeconds(5);

    private static readonly TimeSpan BetweenTries = TimeSpan.FromSeconds(2);

    private static readonly IReadOnlyList<PromptMessage> Ping = [new PromptMessage(PromptRole.User, "ping")];

    /// <summary>Checks one endpoint and model.</summary>
    /// <returns>Null when it can be called; otherwise the reason why not, and what to do.</returns>
    public async Task<AccessProblem?> FindProblemAsync(ModelEndpoint endpoint, CancellationToken cancellationToken)
    {
        var call = new ModelCall
        {
            Endpoint = endpoint,
            Messages = Ping,
            Sampling = new Sampling(null, 1),
        };
        var result = await WhenLoadedAsync(call, cancellationToken).ConfigureAwait(false);
        AccessProblem Problem(AccessFault fault) => new(fault, endpoint, result.Error!);
        return result.ErrorClass switch
        {
            // A rate limit proves that key and model are accepted; an odd one-token reply proves that the endpoint answers.
            null or CallErrorClass.RateLimited => null,
            CallErrorClass.Malformed when result.HttpStatus is null => null,
            CallErrorClass.Malformed => Problem(AccessFault.NoModelReply),
            // Some models will not answer within one token; who says so has accepted the key and knows the model.
            CallErrorClass.BadRequest when TokenLimit().IsMatch(result.Error!) => null,
            CallErrorClass.NoFunds => Problem(AccessFault.NoFunds),
            CallErrorClass.QuotaOfTheDay => Problem(AccessFault.QuotaUsedUp),
            CallErrorClass.TooLarge => null,
            CallErrorClass.Region => Problem(AccessFault.RegionRefused),
            CallErrorClass.Access => Problem(AccessFault.AccessRefused),
            CallErrorClass.NotFound => Problem(AccessFault.UnknownModel),
            CallErrorClass.BadRequest => Problem(AccessFault.RequestRefused),
            _ => Problem(AccessFault.Unreachable),
        };
    }

    private async Task<CallResult> WhenLoadedAsync(ModelCall call, CancellationToken cancellationToken)
    {
        var start = time.GetTimestamp();
        var told = false;
        while (true)
        {
            var asking = callerOf(call.Endpoint).CallAsync(call, cancellationToken);
            if (!told && patience > TimeSpan.Zero && call.Endpoint.IsLocal)
            {
                await Task.WhenAny(asking, Task.Delay(Unnoticed, time, cancellationToken)).ConfigureAwait(false);
                if (!asking.IsCompleted && !cancellationToken.IsCancellationRequested)
                    Tell();
            }
            var result = await asking.ConfigureAwait(false);
            if (result.Succeeded || result.Error is not { } error || !Loading().IsMatch(error) || time.GetElapsedTime(start) >= patience)
                return result;
            Tell();
            await Task.Delay(BetweenTries, time, cancellationToken).ConfigureAwait(false);
        }

        void Tell()
        {
            if (!told)
                waiting?.Invoke(call.Endpoint);
            told = true;
        }
    }

    [GeneratedRegex(@"\bloading\b|warming up|still starting|model is not ready", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase)]
    private static partial Regex Loading();

    // "Invalid token" speaks of the key.
    [GeneratedRegex("max_[a-z_]*tokens|output token|token limit", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase)]
    private static partial Regex TokenLimit();
}
