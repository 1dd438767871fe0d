using System.Globalization;
using System.Runtime.InteropServices;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace ModelLab.Records.Store;

/// <summary>
/// <c>benchmark_runs.json</c>: a JSON array, newest last. Elements of other versions are kept to the letter. Two runs that finish at once
/// wait for each other; a file that is not a JSON array is moved aside, never overwritten.
/// </summary>
public sealed class RunRegistry(string path, TimeProvider time)
{
    /// <summary>The file's name in the output directory.</summary>
    public const string FileName = "benchmark_runs.json";

    private static readonly TimeSpan LockPatience = TimeSpan.FromSeconds(30);

    private static readonly JsonWriterOptions Writing = new()
    {
        Indented = true,
        Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <summary>Appends a run. One that was killed before its last file was written is there already, and is replaced.</summary>
    /// <returns>A message when a corrupt file was moved aside; otherwise null.</returns>
    /// <exception cref="IOException">The file cannot be written, or another run holds it for 30 s.</exception>
    public async Task<string?> AppendAsync(JsonObject element, CancellationToken cancellationToken)
    {
        await using var held = await LockAsync(cancellationToken).ConfigureAwait(false);
        string? message = null;
        JsonDocument? existing = null;
        if (File.Exists(path))
        {
            existing = TryParse(await File.ReadAllBytesAsync(path, cancellationToken).ConfigureAwait(false), out var problem);
            if (existing is null)
            {
                var aside = Aside();
                File.Move(path, aside);
                message = $"{path} was {problem}: it was moved to {Path.GetFileName(aside)} and a new one was started";
            }
        }
        using (existing)
            Write(existing, old => !IsSame(old, element), element);
        return message;
    }

    /// <summary>Takes elements out; the others are kept to the letter.</summary>
    /// <param name="isUnwanted">Whether an element goes, by its bytes as they stand in the file.</param>
    /// <param name="cancellationToken">Stops the wait for another writer.</param>
    /// <exception cref="IOException">The file cannot be written, is no JSON array, or another run holds it for 30 s.</exception>
    public async Task RemoveAsync(Func<ReadOnlySpan<byte>, bool> isUnwanted, CancellationToken cancellationToken)
    {
        await using var held = await LockAsync(cancellationToken).ConfigureAwait(false);
        if (!File.Exists(path))
            return;
        using var existing =
            TryParse(await File.ReadAllBytesAsync(path, cancellationToken).ConfigureAwait(false), out var problem)
            ?? throw new IOException($"{path} is {problem}: mend or move it first");
        Write(existing, old => !isUnwanted(JsonMarshal.GetRawUtf8Value(old)), null);
    }

    private void Write(JsonDocument? existing, Func<JsonElement, bool> keep, JsonObject? appended) =>
        AtomicFile.Write(
            path,
            stream =>
            {
                using var writer = new Utf8JsonWriter(stream, Writing);
                writer.WriteStartArray();
                if (existing is not null)
                {
                    foreach (var old in existing.RootElement.EnumerateArray())
                        if (keep(old))
                            writer.WriteRawValue(old.GetRawText(), skipInputValidation: true);
                }
                appended?.WriteTo(writer);
                writer.WriteEndArray();
            }
        );

    private static bool IsSame(JsonElement old, JsonObject element)
    {
        bool Equal(string field) =>
            old.TryGetProperty(field, out var value)
            && value.ValueKind == JsonValueKind.String
            && element[field] is JsonValue mine
            && mine.TryGetValue<string>(out var text)
            && value.GetString() == text;
        return old.ValueKind == JsonValueKind.Object && Equal("id") && Equal("fingerprint") && Equal("timestamp");
    }

    private static JsonDocument? TryParse(byte[] bytes, out string problem)
    {
        problem = "not JSON";
        try
        {
            // Editors put a byte order mark before JSON, which the parser takes for a mistake.
            var json = JsonDocument.Parse(bytes.AsSpan().StartsWith("\uFEFF"u8) ? bytes.AsMemory(3) : bytes);
            if (json.RootElement.ValueKind == JsonValueKind.Array)
                return json;
            problem = "not a JSON array";
            json.Dispose();
            return null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private string Aside()
    {
        var stamp = time.GetLocalNow().ToString("yyyyMMdd_HHmmss", CultureInfo.InvariantCulture);
        for (var i = 1; ; i++)
        {
            var name = i == 1 ? $"{path}.corrupt_{stamp}" : string.Create(CultureInfo.InvariantCulture, $"{path}.corrupt_{stamp}_{i}");
            if (!File.Exists(name))
                return name;
        }
    }

    private async Task<FileStream> LockAsync(CancellationToken cancellationToken)
    {
        var start = time.GetTimestamp();
        while (true)
        {
            try
            {
                return new FileStream(
                    path + ".lock",
                    FileMode.OpenOrCreate,
                    FileAccess.ReadWrite,
                    FileShare.None,
                    1,
                    FileOptions.DeleteOnClose
                );
            }
            catch (Exception e)
                when (e is IOException and not DirectoryNotFoundException or UnauthorizedAccessException
                    && time.GetElapsedTime(start) < LockPatience
                )
            {
                if (time.GetElapsedTime(start) >= LockPatience)
                    throw;
                await Task.Delay(TimeSpan.FromMilliseconds(20), time, cancellationToken).ConfigureAwait(false);
            }
        }
    }
}
