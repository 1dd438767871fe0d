using System.Globalization;
using System.Text.Json;
using ModelLab.Core;
using ModelLab.Core.Datasets;

namespace ModelLab.Sweeps.Requests;

/// <summary>Finds the turns of conversations. Questions that belong to no session are none.</summary>
public static class SessionFiles
{
    /// <summary>
    /// The turns of a file: a JSON array of data-set items with <c>session_id</c>, or one session as <c>{"questions": ["…", "…"]}</c>;
    /// without
    /// a file, the questions of the data set that name a session.
    /// </summary>
    /// <exception cref="BadInputException">The file is neither.</exception>
    public static IReadOnlyList<GoldItem> Read(string? file, IReadOnlyList<GoldItem> questions)
    {
        if (file is null)
            return [.. questions.Where(q => q.SessionId is not null)];
        var bytes = DatasetFiles.Read(file);
        if (bytes.AsSpan().TrimStart(" \t\r\n\uFEFF"u8).StartsWith("{"u8))
            return OneSession(bytes, file);
        var items = GoldDatasetReader.Read(bytes, file).Items;
        var turns = items.Where(i => i.SessionId is not null).ToList();
        return turns.Count > 0 ? turns : throw new BadInputException($"{file}: no item has a 'session_id': name the session of each turn");
    }

    private static List<GoldItem> OneSession(byte[] bytes, string file)
    {
        try
        {
            using var json = JsonDocument.Parse(bytes);
            if (
                json.RootElement.TryGetProperty("questions", out var list)
                && list.ValueKind == JsonValueKind.Array
                && list.GetArrayLength() > 0
                && list.EnumerateArray().All(q => q.ValueKind == JsonValueKind.String && !string.IsNullOrWhiteSpace(q.GetString()))
            )
            {
                return
                [
                    .. list.EnumerateArray()
                        .Select(
                            (question, i) =>
                                new GoldItem
                                {
                                    Id = string.Create(CultureInfo.InvariantCulture, $"session:{i + 1}"),
                                    Question = question.GetString()!,
                                    GroundTruthAnswer = "",
                                    SessionId = "1",
                                    Turn = i + 1,
                                }
                        ),
                ];
            }
        }
        catch (JsonException e)
        {
            throw new BadInputException($"{file}: not JSON", e);
        }
        throw new BadInputException(
            $"{file}: expected a list of questions: {{\"questions\": [\"…\", \"…\"]}}, or an array of items with 'session_id'"
        );
    }
}
