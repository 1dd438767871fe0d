namespace ModelLab.Testing.Wire;

/// <summary>Errors in OpenAI's shape.</summary>
internal static class ApiError
{
    public static RawReply Reply(
        int status,
        string message,
        string? parameter = null,
        string? code = null,
        IReadOnlyDictionary<string, string>? headers = null
    ) =>
        new(
            status,
            ContentTypes.Json,
            JsonBytes.Of(
                (status, message, parameter, code),
                static (json, error) =>
                {
                    json.WriteStartObject();
                    json.WriteStartObject("error"u8);
                    json.WriteString("message"u8, error.message);
                    json.WriteString("type"u8, TypeOf(error.status));
                    json.WriteString("param"u8, error.parameter);
                    json.WriteString("code"u8, error.code);
                    json.WriteEndObject();
                    json.WriteEndObject();
                }
            ),
            headers
        )
        {
            Error = message,
        };

    private static string TypeOf(int status) =>
        status switch
        {
            401 => "authentication_error",
            429 => "rate_limit_error",
            >= 500 => "server_error",
            _ => "invalid_request_error",
        };
}
