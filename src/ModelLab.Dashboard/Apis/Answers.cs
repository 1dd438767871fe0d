using System.Security.Cryptography;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;
using ModelLab.Records.Vocabulary;

namespace ModelLab.Dashboard.Apis;

/// <summary>How values and problems are sent.</summary>
internal static class Answers
{
    /// <summary>Sends a value under the tag of its bytes; who has them already gets 304.</summary>
    public static IResult Send<T>(T value)
    {
        var bytes = JsonSerializer.SerializeToUtf8Bytes(value, RunsJson.Files);
        var tag = new EntityTagHeaderValue($"\"{Convert.ToHexStringLower(SHA256.HashData(bytes))[..32]}\"");
        return Results.Bytes(bytes, "application/json; charset=utf-8", entityTag: tag);
    }

    /// <summary>What was asked for is not there.</summary>
    public static IResult Missing(string problem) => Results.Problem(problem, statusCode: StatusCodes.Status404NotFound);

    /// <summary>There is no run of that id.</summary>
    public static IResult NoRun(string id) => Missing($"there is no run {id}");

    /// <summary>No run is shown: the one that was asked for is not there, or has nothing of the kind; or no run has.</summary>
    /// <param name="wanted">The run that was asked for, or null.</param>
    /// <param name="what">What a run must have: <c>with benchmark judges</c>.</param>
    public static IResult NoRun(string? wanted, string what) =>
        Missing(string.IsNullOrWhiteSpace(wanted) ? $"there is no run {what}" : $"there is no run {wanted} {what}");
}
