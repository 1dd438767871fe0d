using System.Text.RegularExpressions;
using ModelLab.Core.Judging;
using ModelLab.Core.Roles;
using ModelLab.Llm.Configuration;

namespace ModelLab.Llm.Calls;

/// <summary>Asks a model for one token, to learn before anything is spent whether it can be called at all.</summary>
public sealed partial class AccessCheck(IModelCaller caller)
{
    private static readonly IReadOnlyList<PromptMessage> Ping = [new PromptMessage(PromptRole.User, "ping")];

    /// <summary>Checks one endpoint and model.</summary>
    /// <returns>Null when it can be called; otherwise the reason why not, and what to do.</returns>
    public async Task<string?> FindProblemAsync(ModelEndpoint endpoint, CancellationToken cancellationToken)
    {
        var call = new ModelCall { Endpoint = endpoint, Messages = Ping, Sampling = new Sampling(null, 1) };
        var result = await caller.CallAsync(call, cancellationToken).ConfigureAwait(false);
        return result.ErrorClass switch
        {
            // A rate limit proves that key and model are accepted; an odd one-token reply proves that the endpoint answers.
            null or CallErrorClass.RateLimited => null,
            CallErrorClass.Malformed when result.HttpStatus is null => null,
            // Some models will not answer within one token; who says so has accepted the key and knows the model.
            CallErrorClass.BadRequest when TokenLimit().IsMatch(result.Error!) => null,
            CallErrorClass.Access when result.HttpStatus == 402 => $"no funds ({result.Error}): top up the account of {endpoint.KeyVariable}",
            CallErrorClass.Access => $"access refused ({result.Error}): check {endpoint.KeyVariable}",
            CallErrorClass.NotFound => $"unknown model or address ({result.Error}): check the name '{endpoint.Model.Name}' and {endpoint.EndpointId}",
            CallErrorClass.BadRequest => $"the endpoint refuses the model or the request ({result.Error})",
            _ => $"unreachable ({result.Error}): is {endpoint.EndpointId} up?",
        };
    }

    // "Invalid token" speaks of the key.
    [GeneratedRegex("max_[a-z_]*tokens|output token|token limit", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase)]
    private static partial Regex TokenLimit();
}
