namespace ModelLab.Testing.Wire;

/// <summary>Errors in Anthropic's shape.</summary>
internal static class MessageError
{
    public static RawReply Of(int status, string message, IReadOnlyDictionary<string, string>? headers) =>
        new(
            status,
            ContentTypes.Json,
            JsonBytes.Of(
                (status, message),
                static (json, error) =>
                {
                    json.WriteStartObject();
                    json.WriteString("type"u8, "error"u8);
                    json.WriteStartObject("error"u8);
                    json.WriteString("type"u8, TypeOf(error.status));
                    json.WriteString("message"u8, error.message);
                    json.WriteEndObject();
                    json.WriteEndObject();
                }
            ),
            headers
        );

    private static string TypeOf(int status) =>
        status switch
        {
            401 => "authentication_error",
            402 => "billing_error",
            403 => "permission_error",
            404 => "not_found_error",
            413 => "request_too_large",
            429 => "rate_limit_error",
            529 => "overloaded_error",
            >= 500 => "api_error",
            _ => "invalid_request_error",
        };
}
