using System.Globalization;
using ModelLab.Core.Roles;
using ModelLab.Llm.Calls;
using ModelLab.Llm.Configuration;

namespace ModelLab.Sweeps.Checking;

/// <summary>Says what a failed call is about and what mends it, in one line without secrets.</summary>
internal static class CheckFault
{
    /// <summary>The fault of a call, or null when it brought a text.</summary>
    public static string? Of(CallResult result, ModelEndpoint endpoint)
    {
        var at = endpoint.EndpointId;
        return result.ErrorClass switch
        {
            null when result.Refusal is { } refusal => $"declines a harmless question ({refusal}): choose another model",
            null when string.IsNullOrWhiteSpace(result.Text) => result.FinishReason == "length" || result.Reasoning is not null
                ? "thinks until its tokens are used up and answers nothing: give it more (--generation-max-tokens, --judge-max-tokens), "
                    + "or less to think about (parameters in the models file)"
                : "the reply is empty: ask again, and choose another model if it stays so",
            null => null,
            CallErrorClass.Access => $"access refused ({result.Error}): check {endpoint.KeyVariable}, and that it is a key of {at}",
            CallErrorClass.NoFunds => $"{result.Error}: top up the account of {endpoint.KeyVariable}",
            CallErrorClass.QuotaOfTheDay => $"the quota is used up ({result.Error}): wait until it is filled, or use another key",
            CallErrorClass.Region => result.Error!,
            CallErrorClass.NotFound when result.HttpStatus is >= 300 and < 400 => $"{result.Error}, which is set by {ToldBy(endpoint)}",
            CallErrorClass.NotFound => $"unknown model or address ({result.Error}): check the name '{endpoint.ModelId}' and {at}",
            CallErrorClass.RateLimited =>
                $"refused for now ({result.Error}): key and address are right; ask again{After(result)}, or tell the limit "
                    + $"(rpm, {RpmOf(endpoint)})",
            CallErrorClass.Timeout => $"{result.Error} from {at}: is it loading, or behind a proxy? --timeout gives it longer",
            CallErrorClass.Connection when result.NeverArrived =>
                $"no connection to {at} ({result.Error}): is it running, is the address right, is there a proxy?",
            CallErrorClass.Connection => $"the connection to {at} broke ({result.Error}): ask again; is there a proxy?",
            CallErrorClass.Malformed when endpoint.Assistant is not null => result.Error,
            CallErrorClass.Malformed => $"{result.Error}: check that {at} is the address that OpenAI's clients are given",
            CallErrorClass.Server => $"the endpoint fails ({result.Error}): ask again later; is {at} up?",
            CallErrorClass.TooLarge => $"{result.Error}",
            _ => $"the endpoint refuses the model or the request ({result.Error}): check its parameters",
        };
    }

    private static string After(CallResult result) =>
        (result.RetryAfter ?? result.QuotaReset) is { } wait
            ? string.Create(CultureInfo.InvariantCulture, $" in {Math.Ceiling(wait.TotalSeconds):0} s")
            : "";

    private static string RpmOf(ModelEndpoint endpoint) =>
        endpoint.Model.Provider is { } provider && endpoint.Assistant is null
            ? $"PROVIDER_{provider.ToUpperInvariant().Replace('-', '_')}_RPM"
            : "in the models file";

    private static string ToldBy(ModelEndpoint endpoint) =>
        endpoint.Model.Provider is { } provider && endpoint.Assistant is null
            ? ProviderCatalog.BaseUrlVariable(provider)
            : "the role's own variable or the models file";
}
