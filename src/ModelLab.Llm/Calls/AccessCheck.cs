using System.Text.RegularExpressions;
using ModelLab.Core.Judging;
using ModelLab.Core.Models;
using ModelLab.Core.Roles;
using ModelLab.Llm.Configuration;

namespace ModelLab.Llm.Calls;

/// <summary>Why a model cannot be called.</summary>
/// <param name="Reason">The reason and what to do, in one line without secrets.</param>
/// <param name="Unreachable">Whether the endpoint failed, rather than refused.</param>
public sealed record AccessProblem(string Reason, bool Unreachable);

/// <summary>Asks a model for one token, to learn before anything is spent whether it can be called at all.</summary>
public sealed partial class AccessCheck(IModelCaller caller)
{
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
        var result = await caller.CallAsync(call, cancellationToken).ConfigureAwait(false);
        return result.ErrorClass switch
        {
            // A rate limit proves that key and model are accepted; an odd one-token reply proves that the endpoint answers.
            null or CallErrorClass.RateLimited => null,
            CallErrorClass.Malformed when result.HttpStatus is null => null,
            CallErrorClass.Malformed => new AccessProblem($"no reply of a model ({result.Error}): check {endpoint.EndpointId}", true),
            // Some models will not answer within one token; who says so has accepted the key and knows the model.
            CallErrorClass.BadRequest when TokenLimit().IsMatch(result.Error!) => null,
            CallErrorClass.NoFunds => new AccessProblem($"{result.Error}: top up the account of {endpoint.KeyVariable}", false),
            CallErrorClass.QuotaOfTheDay => new AccessProblem(
                $"the quota is used up ({result.Error}): give the same command again when it is filled",
                false
            ),
            CallErrorClass.TooLarge => null,
            CallErrorClass.Region => new AccessProblem(result.Error!, false),
            CallErrorClass.Access => new AccessProblem($"access refused ({result.Error}): check {endpoint.KeyVariable}", false),
            CallErrorClass.NotFound => new AccessProblem(
                $"unknown model or address ({result.Error}): check the name '{endpoint.Model.Name}' and {endpoint.EndpointId}",
                false
            ),
            CallErrorClass.BadRequest => new AccessProblem($"the endpoint refuses the model or the request ({result.Error})", false),
            _ => new AccessProblem($"unreachable ({result.Error}): is {endpoint.EndpointId} up?", true),
        };
    }

    // "Invalid token" speaks of the key.
    [GeneratedRegex("max_[a-z_]*tokens|output token|token limit", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase)]
    private static partial Regex TokenLimit();
}
