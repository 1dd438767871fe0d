using System.Text;
using System.Text.Json;
using Microsoft.ML.Tokenizers;
using ModelLab.Core;
using ModelLab.Core.Text;

namespace ModelLab.Knowledge.Embedders;

/// <summary>
/// Token ids as the model was trained on them, with its first and last special token: SentencePiece (Unigram) for XLM-R and E5,
/// WordPiece for BERT.
/// </summary>
internal sealed class OnnxTokenizer
{
    // A longer word is unknown.
    private const int LongestWord = 100;
    private const string Config = "tokenizer_config.json";
    private const string TokenizerJson = "tokenizer.json";

    private readonly Func<string, IReadOnlyList<int>> _ids;
    private readonly int _first;
    private readonly int _last;

    private OnnxTokenizer(Func<string, IReadOnlyList<int>> ids, int first, int last, int pad, string file) =>
        (_ids, _first, _last, PadId, File, Files) = (ids, first, last, pad, file, [file, Beside(file, Config)]);

    /// <summary>What fills shorter texts of a batch.</summary>
    public int PadId { get; }

    /// <summary>The file it was read from.</summary>
    public string File { get; }

    /// <summary>The files that say how it works, there or not: <see cref="File"/> and the options beside it.</summary>
    public IReadOnlyList<string> Files { get; private init; }

    /// <summary>
    /// What an embedder's identity says of it: empty, or a number that grows when the same files come to give other ids, so that vectors
    /// of a knowledge base that were made before are made anew.
    /// </summary>
    public string Revision { get; private init; } = "";

    /// <summary>The ids of a text, cut to so many, special tokens included.</summary>
    public long[] Encode(string text, int most)
    {
        var ids = _ids(text);
        var kept = Math.Min(ids.Count, most - 2);
        var encoded = new long[kept + 2];
        encoded[0] = _first;
        for (var i = 0; i < kept; i++)
            encoded[i + 1] = ids[i];
        encoded[^1] = _last;
        return encoded;
    }

    /// <summary>
    /// Reads the tokenizer of a folder: <c>sentencepiece.bpe.model</c>, <c>vocab.txt</c> or <c>tokenizer.json</c>, the first that is there.
    /// </summary>
    /// <exception cref="BadInputException">None is there, or it is damaged or of another kind.</exception>
    public static OnnxTokenizer Read(string folder)
    {
        var file =
            new[] { "sentencepiece.bpe.model", "vocab.txt", TokenizerJson }
                .Select(name => Path.Combine(folder, name))
                .FirstOrDefault(System.IO.File.Exists)
            ?? throw new BadInputException(
                $"{folder}: holds no tokenizer: copy sentencepiece.bpe.model, vocab.txt or tokenizer.json into it"
            );
        try
        {
            return Path.GetFileName(file) switch
            {
                "sentencepiece.bpe.model" => FairseqSentencePiece(file),
                "vocab.txt" => WordPiece(System.IO.File.ReadAllBytes(file), folder, file),
                _ => FromTokenizerJson(folder, file),
            };
        }
        catch (Exception e) when (e is not (BadInputException or OperationCanceledException))
        {
            throw new BadInputException($"{file}: cannot be read as a tokenizer ({OneLine(e)}): copy it again", e);
        }
    }

    // XLM-R keeps fairseq's ids: <s> 0, <pad> 1, </s> 2, <unk> 3, then SentencePiece's own ids moved up by one (its 0, 1, 2 are <unk>, <s>,
    // </s>).
    private static OnnxTokenizer FairseqSentencePiece(string file)
    {
        using var stream = System.IO.File.OpenRead(file);
        var model = SentencePieceTokenizer.Create(stream, addBeginningOfSentence: false, addEndOfSentence: false);
        return new OnnxTokenizer(text => [.. Pieces(model, text).Select(id => id == model.UnknownId ? 3 : id + 1)], 0, 2, 1, file);
    }

    private static OnnxTokenizer FromTokenizerJson(string folder, string file)
    {
        var json = OnnxFolder.Json(folder, TokenizerJson)!.Value;
        var model = json.GetProperty("model");
        // Old files leave the type out; only Unigram has its vocabulary as a list.
        var type =
            model.TryGetProperty("type", out var named) ? named.GetString()
            : model.GetProperty("vocab").ValueKind == JsonValueKind.Array ? "Unigram"
            : "unknown";
        switch (type)
        {
            case "Unigram":
                var unigram = UnigramModel.Read(json);
                var tokenizer = SentencePieceTokenizer.Create(
                    new MemoryStream(unigram.ToSentencePiece()),
                    addBeginningOfSentence: false,
                    addEndOfSentence: false
                );
                int Id(string piece) => unigram.Find(piece) ?? throw new BadInputException($"{file}: the vocabulary lacks '{piece}'");
                return new OnnxTokenizer(text => Pieces(tokenizer, text), Id("<s>"), Id("</s>"), Id("<pad>"), file);
            case "WordPiece":
                var words = model.GetProperty("vocab").EnumerateObject().OrderBy(p => p.Value.GetInt32()).Select(p => p.Name);
                return WordPiece(Encoding.UTF8.GetBytes(string.Join('\n', words) + "\n"), folder, file);
            default:
                throw new BadInputException(
                    $"{file}: tokenizers of type {type} are not supported: use a model with SentencePiece/Unigram (XLM-R, E5) or "
                        + $"WordPiece (BERT)"
                );
        }
    }

    // What tokenizer_config.json says goes before the normalizer of tokenizer.json, and both before the habits of uncased BERT.
    private static OnnxTokenizer WordPiece(byte[] vocabulary, string folder, string file)
    {
        var config = OnnxFolder.Json(folder, Config);
        JsonElement? normalizer =
            OnnxFolder.Json(folder, TokenizerJson) is { } json
            && json.TryGetProperty("normalizer", out var found)
            && found.ValueKind == JsonValueKind.Object
                ? found
                : null;
        var lower = Flag(config, "do_lower_case") ?? Flag(normalizer, "lowercase") ?? true;
        var words = new BasicTokenizer(
            LowerCase: lower,
            StripAccents: Flag(config, "strip_accents") ?? Flag(normalizer, "strip_accents") ?? lower,
            PartIdeographs: Flag(config, "tokenize_chinese_chars") ?? Flag(normalizer, "handle_chinese_chars") ?? true
        );
        var pieces = WordPieceTokenizer.Create(
            new MemoryStream(vocabulary),
            new WordPieceOptions { UnknownToken = Special("unk_token", "[UNK]"), MaxInputCharsPerWord = 2 * LongestWord }
        );
        return new OnnxTokenizer(
            text => [.. words.Words(text).SelectMany(Pieces)],
            Id(Special("cls_token", "[CLS]")),
            Id(Special("sep_token", "[SEP]")),
            Id(Special("pad_token", "[PAD]")),
            file
        )
        {
            Files = [file, .. new[] { Config, TokenizerJson }.Select(name => Beside(file, name)).Where(path => path != file)],
            Revision = ";wordpiece=2",
        };

        string Special(string field, string usual) =>
            !(config is { } c && c.TryGetProperty(field, out var value)) ? usual
            : value.ValueKind == JsonValueKind.String ? value.GetString()!
            : value.ValueKind == JsonValueKind.Object && value.TryGetProperty("content", out var content) ? content.GetString()!
            : usual;

        // The library counts UTF-16 units, the reference characters.
        IReadOnlyList<int> Pieces(string word) =>
            word.EnumerateRunes().Skip(LongestWord).Any()
                ? [pieces.UnknownTokenId]
                : pieces.EncodeToIds(word, considerPreTokenization: false, considerNormalization: false);

        int Id(string special) =>
            Pieces(special) is [var id] && (id != pieces.UnknownTokenId || special == pieces.UnknownToken)
                ? id
                : throw new BadInputException($"{file}: the vocabulary lacks '{special}'");
    }

    private static bool? Flag(JsonElement? json, string field) =>
        json is { } o && o.TryGetProperty(field, out var value) && value.ValueKind is JsonValueKind.True or JsonValueKind.False
            ? value.GetBoolean()
            : null;

    // SentencePiece makes one unknown piece of unknown characters in a row; the library makes one of each.
    private static List<int> Pieces(SentencePieceTokenizer tokenizer, string text)
    {
        var pieces = new List<int>();
        foreach (var id in tokenizer.EncodeToIds(text, addBeginningOfSentence: false, addEndOfSentence: false))
            if (id != tokenizer.UnknownId || pieces.Count == 0 || pieces[^1] != id)
                pieces.Add(id);
        return pieces;
    }

    private static string Beside(string file, string name) => Path.Combine(Path.GetDirectoryName(file)!, name);

    private static string OneLine(Exception e) => e.Message.ReplaceLineEndings(" ");
}
