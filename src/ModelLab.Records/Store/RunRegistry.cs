using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using ModelLab.Core;

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

    /// <summary>Refuses a place where no registry can be written, before anything is paid for.</summary>
    /// <exception cref="BadInputException">A folder, a pipe or a device stands where it, or its lock, would.</exception>
    public static void Refuse(string directory)
    {
        var registry = Path.Combine(directory, FileName);
        foreach (var path in new[] { registry, registry + ".lock" })
            if ((Directory.Exists(path) ? "a folder" : SpecialFile.KindOf(path)) is { } kind)
                throw new BadInputException($"{path}: {kind} stands where the registry of runs is written: move it aside");
    }

    /// <summary>Appends a run. One that was killed before its last file was written is there already, and is replaced.</summary>
    /// <returns>A message when a corrupt file was moved aside; otherwise null.</returns>
    /// <exception cref="IOException">The file cannot be written, or another run holds it for 30 s.</exception>
    public async Task<string?> AppendAsync(JsonObject element, CancellationToken cancellationToken)
    {
        await using var held = await LockAsync(cancellationToken).ConfigureAwait(false);
        string? message = null;
        IReadOnlyList<ReadOnlyMemory<byte>> existing = [];
        if (File.Exists(path))
        {
            if (TryRead(await File.ReadAllBytesAsync(path, cancellationToken).ConfigureAwait(false), out var problem) is { } elements)
                existing = elements;
            else
            {
                var aside = Aside();
                File.Move(path, aside);
                message = $"{path} was {problem}: it was moved to {Path.GetFileName(aside)} and a new one was started";
            }
        }
        Write(existing.Where(old => !IsSame(old, element)), [element]);
        return message;
    }

    /// <summary>Adds elements of another registry after those that are there; elements with an id that is there already are passed over.</summary>
    /// <param name="elements">The elements, oldest first.</param>
    /// <param name="cancellationToken">Stops the wait for another writer.</param>
    /// <returns>The elements that were added.</returns>
    /// <exception cref="IOException">The file cannot be written, is no JSON array, or another run holds it for 30 s.</exception>
    public async Task<IReadOnlyList<JsonObject>> ImportAsync(IReadOnlyList<JsonObject> elements, CancellationToken cancellationToken)
    {
        await using var held = await LockAsync(cancellationToken).ConfigureAwait(false);
        IReadOnlyList<ReadOnlyMemory<byte>> existing = File.Exists(path)
            ? TryRead(await File.ReadAllBytesAsync(path, cancellationToken).ConfigureAwait(false), out var problem)
                ?? throw new IOException($"{path} is {problem}: mend or move it first")
            : [];
        var contents = existing.Select(old => JsonNode.Parse(PythonJson.Parse(old).RootElement.GetRawText())).ToList();
        var ids = contents.Select(IdOf).OfType<string>().ToHashSet(StringComparer.Ordinal);
        var added = elements.Where(e => IdOf(e) is { } id ? ids.Add(id) : !contents.Exists(old => JsonNode.DeepEquals(old, e))).ToList();
        if (added.Count > 0)
            Write(existing, added);
        return added;
    }

    private static string? IdOf(JsonNode? element) =>
        element is JsonObject run && run["id"] is JsonValue value && value.TryGetValue<string>(out var id) ? id : null;

    /// <summary>Takes elements out; the others are kept to the letter.</summary>
    /// <param name="isUnwanted">Whether an element goes, by its bytes as they stand in the file.</param>
    /// <param name="cancellationToken">Stops the wait for another writer.</param>
    /// <exception cref="IOException">The file cannot be written, is no JSON array, or another run holds it for 30 s.</exception>
    public async Task RemoveAsync(Func<ReadOnlySpan<byte>, bool> isUnwanted, CancellationToken cancellationToken)
    {
        await using var held = await LockAsync(cancellationToken).ConfigureAwait(false);
        if (!File.Exists(path))
            return;
        var existing =
            TryRead(await File.ReadAllBytesAsync(path, cancellationToken).ConfigureAwait(false), out var problem)
            ?? throw new IOException($"{path} is {problem}: mend or move it first");
        Write(existing.Where(old => !isUnwanted(old.Span)), []);
    }

    private void Write(IEnumerable<ReadOnlyMemory<byte>> kept, IReadOnlyList<JsonObject> appended) =>
        AtomicFile.Write(
            path,
            stream =>
            {
                using var writer = new Utf8JsonWriter(stream, Writing);
                writer.WriteStartArray();
                foreach (var old in kept)
                    writer.WriteRawValue(old.Span, skipInputValidation: true);
                foreach (var element in appended)
                    element.WriteTo(writer);
                writer.WriteEndArray();
            }
        );

    private static bool IsSame(ReadOnlyMemory<byte> raw, JsonObject element)
    {
        using var json = PythonJson.Parse(raw);
        var old = json.RootElement;
        bool Equal(string field) =>
            old.TryGetProperty(field, out var value)
            && value.ValueKind == JsonValueKind.String
            && element[field] is JsonValue mine
            && mine.TryGetValue<string>(out var text)
            && value.GetString() == text;
        return old.ValueKind == JsonValueKind.Object && Equal("id") && Equal("fingerprint") && Equal("timestamp");
    }

    private static List<ReadOnlyMemory<byte>>? TryRead(byte[] bytes, out string problem)
    {
        problem = "";
        try
        {
            return PythonJson.ElementsOf(bytes).ConvertAll(element => new ReadOnlyMemory<byte>(bytes)[element]);
        }
        catch (JsonException)
        {
            problem = bytes.AsSpan().TrimStart(" \t\r\n"u8) is [(byte)'{' or (byte)'"', ..] ? "not a JSON array" : "not JSON";
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
