using System.Text.Json;

namespace ModelLab.Records.Vocabulary;

/// <summary>A part of a fingerprint: one choice that makes runs comparable or not.</summary>
/// <param name="Name">Its name in <see cref="Fingerprint.Parts"/>.</param>
/// <param name="Value">Its value in a run; null when a run has none, and stays comparable with runs of before.</param>
/// <param name="English">What it is called.</param>
/// <param name="Russian">What it is called in Russian.</param>
public sealed record FingerprintPart(string Name, Func<SweepSpec, string?> Value, string English, string Russian)
{
    /// <summary>A value as fingerprints hold it.</summary>
    public static string Write<T>(T value) => JsonSerializer.Serialize(value, RunsJson.Files);
}
