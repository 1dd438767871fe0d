using System.Text.Json;
using System.Text.RegularExpressions;
using ModelLab.Core;

namespace ModelLab.Knowledge.Embedders;

/// <summary>How the vectors of a text's tokens become one.</summary>
internal enum Pooling
{
    /// <summary>Their mean, padding left out.</summary>
    Mean,

    /// <summary>The first token's.</summary>
    Cls,
}

/// <summary>A folder with a sentence-transformer exported to ONNX, and what its configuration files say.</summary>
/// <param name="Path">The folder.</param>
/// <param name="Model">The ONNX file.</param>
/// <param name="Pooling">Mean unless <c>1_Pooling/config.json</c> says otherwise.</param>
/// <param name="Dimensions">The vectors' length where <c>1_Pooling/config.json</c> says it.</param>
/// <param name="MaxTokens">Longer texts are cut; special tokens count.</param>
/// <param name="QueryPrefix">What is put before a question.</param>
/// <param name="PassagePrefix">What is put before a passage.</param>
internal sealed partial record OnnxFolder(
    string Path,
    string Model,
    Pooling Pooling,
    int? Dimensions,
    int MaxTokens,
    string QueryPrefix,
    string PassagePrefix
)
{
    private const int UsualMaxTokens = 512;

    private static readonly string[] KnownModules = ["Transformer", "Pooling", "Normalize"];

    /// <summary>Reads the configuration.</summary>
    /// <exception cref="BadInputException">No folder, no model, or one that works in a way not supported here.</exception>
    public static OnnxFolder Read(string path)
    {
        if (!Directory.Exists(path))
            throw new BadInputException($"{path}: there is no such folder: name the one that holds model.onnx and its tokenizer");
        var model =
            new[] { "model.onnx", "onnx/model.onnx" }.Select(name => System.IO.Path.Combine(path, name)).FirstOrDefault(File.Exists)
            ?? throw new BadInputException($"{path}: holds neither model.onnx nor onnx/model.onnx: export the model to ONNX into it");
        RequireKnownModules(path);
        var pooling = Json(path, "1_Pooling/config.json");
        var (query, passage) = Prefixes(path);
        return new OnnxFolder(
            path,
            model,
            PoolingOf(path, pooling),
            Whole(pooling, "word_embedding_dimension"),
            MaxTokensOf(path),
            query,
            passage
        );
    }

    /// <summary>A JSON object of the folder, or null when there is no such file.</summary>
    /// <exception cref="BadInputException">The file is not a JSON object.</exception>
    public static JsonElement? Json(string folder, string name)
    {
        var path = System.IO.Path.Combine(folder, name);
        if (!File.Exists(path))
            return null;
        try
        {
            var json = JsonElement.Parse(File.ReadAllBytes(path));
            return json.ValueKind == JsonValueKind.Object ? json : throw new BadInputException($"{path}: must be a JSON object");
        }
        catch (JsonException e)
        {
            throw new BadInputException($"{path}: not JSON ({e.Message})", e);
        }
    }

    // modules.json lists what sentence-transformers runs one after another; anything beyond these (a dense layer) would change the vectors.
    private static void RequireKnownModules(string folder)
    {
        var path = System.IO.Path.Combine(folder, "modules.json");
        if (!File.Exists(path))
            return;
        try
        {
            foreach (var module in JsonElement.Parse(File.ReadAllBytes(path)).EnumerateArray())
            {
                var type = module.GetProperty("type").GetString()!;
                if (!KnownModules.Contains(type[(type.LastIndexOf('.') + 1)..]))
                    throw new BadInputException(
                        $"{path}: the model needs the module '{type}', which is not supported: use a model of Transformer, Pooling "
                            + $"and Normalize only"
                    );
            }
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or KeyNotFoundException)
        {
            throw new BadInputException($"{path}: must be a list of objects with a 'type'", e);
        }
    }

    private static Pooling PoolingOf(string folder, JsonElement? config)
    {
        if (config is not { } json)
            return Pooling.Mean;
        string[] on =
        [
            .. json.EnumerateObject()
                .Where(p => p.Name.StartsWith("pooling_mode", StringComparison.Ordinal) && p.Value.ValueKind == JsonValueKind.True)
                .Select(p => p.Name),
        ];
        return on switch
        {
            [] or ["pooling_mode_mean_tokens"] => Pooling.Mean,
            ["pooling_mode_cls_token"] => Pooling.Cls,
            _ => throw new BadInputException(
                $"{System.IO.Path.Combine(folder, "1_Pooling/config.json")}: pooling by {string.Join(" and ", on)} is not supported: "
                    + $"use a model with pooling_mode_mean_tokens or pooling_mode_cls_token"
            ),
        };
    }

    private static int MaxTokensOf(string folder)
    {
        int? Positions(JsonElement? config)
        {
            // Positions of XLM-R and RoBERTa begin after their padding id, 1.
            var reserved = Text(config, "model_type") is "xlm-roberta" or "roberta" ? 2 : 0;
            return Whole(config, "max_position_embeddings") - reserved;
        }
        var found =
            Whole(Json(folder, "sentence_bert_config.json"), "max_seq_length")
            ?? Whole(Json(folder, "tokenizer_config.json"), "model_max_length")
            ?? Positions(Json(folder, "config.json"));
        return found switch
        {
            null => UsualMaxTokens,
            < 3 => throw new BadInputException(
                $"{folder}: the longest input is {found} tokens: check max_seq_length in sentence_bert_config.json"
            ),
            { } most => most,
        };
    }

    private static (string Query, string Passage) Prefixes(string folder)
    {
        if (
            Json(folder, "config_sentence_transformers.json") is { } config
            && config.TryGetProperty("prompts", out var prompts)
            && prompts.ValueKind == JsonValueKind.Object
            && prompts.EnumerateObject().Any()
        )
            return (Text(prompts, "query") ?? "", Text(prompts, "passage") ?? Text(prompts, "document") ?? "");
        // The E5 models must have their prefixes (their model cards say so), but most of their folders do not name them.
        string[] names =
        [
            System.IO.Path.GetFileName(System.IO.Path.GetFullPath(folder).TrimEnd('/', '\\')),
            Text(Json(folder, "config.json"), "_name_or_path") ?? "",
        ];
        return names.Any(name => E5().IsMatch(name)) ? ("query: ", "passage: ") : ("", "");
    }

    private static int? Whole(JsonElement? json, string field) =>
        json is { } o
        && o.TryGetProperty(field, out var value)
        && value.ValueKind == JsonValueKind.Number
        && value.TryGetInt32(out var number)
            ? number
            : null;

    private static string? Text(JsonElement? json, string field) =>
        json is { } o && o.TryGetProperty(field, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    [GeneratedRegex(@"(^|[-_/])e5-(small|base|large)(-v2)?$", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex E5();
}
