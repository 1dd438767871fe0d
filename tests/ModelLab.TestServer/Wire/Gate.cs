using System.Text.Json;

namespace ModelLab.Testing.Wire;

/// <summary>What a provider checks before a model sees a request.</summary>
internal static class Gate
{
    /// <summary>The refusal, or null when the request may pass.</summary>
    public static RawReply? Refuse(ReceivedRequest request, ModelScript? script, string required)
    {
        if (request.Body.ValueKind != JsonValueKind.Object)
            return ApiError.Reply(400, "The body of the request is not a JSON object.");
        if (request.Model.Length == 0)
            return Missing("model");
        if (script is null)
            return ApiError.Reply(404, $"The model '{request.Model}' does not exist here.", "model", "model_not_found");
        if (script.RequiredKey is { } key && KeyProblem(request.Key, key) is { } problem)
            return ApiError.Reply(401, problem, code: "invalid_api_key");
        if (script.Tokens is { } shop && (request.Key is not { } token || !shop.IsLive(token)))
            return ApiError.Reply(401, "Token has expired", code: "token_expired");
        if (!request.Has(required, out _))
            return Missing(required);
        foreach (var parameter in script.RefusedParameters)
            if (request.Has(parameter, out _))
                return ApiError.Reply(400, Unsupported(parameter, request.Model), parameter, "unsupported_parameter");
        return null;
    }

    private static RawReply Missing(string field) =>
        ApiError.Reply(400, $"The required parameter '{field}' is missing.", field, "missing_required_parameter");

    private static string Unsupported(string parameter, string model) =>
        $"Unsupported parameter: '{parameter}' cannot be used with the model '{model}'."
        + (parameter == "max_tokens" ? " Use 'max_completion_tokens' instead." : "");

    private static string? KeyProblem(string? given, string key) =>
        given is null ? "No API key came with the request; send it as a bearer token."
        : given == key ? null
        // Real providers echo the ends of a wrong key, and a client must not pass that on.
        : $"Incorrect API key: {Masked(given)}.";

    private static string Masked(string key) => key.Length < 12 ? $"{key[..Math.Min(2, key.Length)]}***" : $"{key[..8]}***{key[^4..]}";
}
