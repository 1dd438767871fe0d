namespace ModelLab.Testing.Records;

/// <summary>The key that came with a request.</summary>
/// <param name="Authorization">The header of that name, or null.</param>
/// <param name="Value">The key without what stands before it, or null.</param>
internal readonly record struct PresentedKey(string? Authorization, string? Value)
{
    private const string Bearer = "Bearer ";

    public static PresentedKey Of(IHeaderDictionary headers)
    {
        string? authorization = headers.Authorization;
        string? key =
            authorization is null ? (string?)headers["x-api-key"] ?? headers["api-key"]
            : authorization.StartsWith(Bearer, StringComparison.Ordinal) ? authorization[Bearer.Length..]
            : null;
        return new(authorization, key);
    }
}
