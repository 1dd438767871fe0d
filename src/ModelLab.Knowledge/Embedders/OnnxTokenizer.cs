using System.Text;
using System.Text.Json;
using Microsoft.ML.Tokenizers;
using ModelLab.Core;

namespace ModelLab.Knowledge.Embedders;

/// <summary>
/// Token ids as the model was trained on them, with its first and last special token: SentencePiece (Unigram) for XLM-R and E5,
/// WordPiece for BERT.
/// </summary>
internal sealed class OnnxTokenizer
{
    private readonly Func<string, IReadOnlyList<int>> _ids;
    private readonly int _first;
    private readonly int _last;

    private OnnxTokenizer(Func<string, IReadOnlyList<int>> ids, int first, int last, int pad, string file) =>
        (_ids, _first, _last, PadId, File) = (ids, first, last, pad, file);

    /// <summary>What fills shorter texts of a batch.</summary>
    public int PadId { get; }

    /// <summary>The file it was read from.</summary>
    public string File { get; }

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
            new[] { "sentencepiece.bpe.model", "vocab.txt", "tokenizer.json" }
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
                "vocab.txt" => WordPiece(System.IO.File.ReadAllBytes(file), folder, file, null),
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
        var json = OnnxFolder.Json(folder, "tokenizer.json")!.Value;
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
                var lower =
                    json.TryGetProperty("normalizer", out var n)
                    && n.ValueKind == JsonValueKind.Object
                    && n.TryGetProperty("lowercase", out var l)
                        ? l.ValueKind == JsonValueKind.True
                        : (bool?)null;
                return WordPiece(Encoding.UTF8.GetBytes(string.Join('\n', words) + "\n"), folder, file, lower);
            default:
                throw new BadInputException(
                    $"{file}: tokenizers of type {type} are not supported: use a model with SentencePiece/Unigram (XLM-R, E5) or WordPiece (BERT)"
                );
        }
    }

    private static OnnxTokenizer WordPiece(byte[] vocabulary, string folder, string file, bool? lowerCase)
    {
        var config = OnnxFolder.Json(folder, "tokenizer_config.json");
        string Special(string field, string usual) =>
            !(config is { } c && c.TryGetProperty(field, out var value)) ? usual
            : value.ValueKind == JsonValueKind.String ? value.GetString()!
            : value.ValueKind == JsonValueKind.Object && value.TryGetProperty("content", out var content) ? content.GetString()!
            : usual;
        bool? Mark(string field) =>
            config is { } c && c.TryGetProperty(field, out var value) && value.ValueKind is JsonValueKind.True or JsonValueKind.False
                ? value.GetBoolean()
                : null;
        var unknown = Special("unk_token", "[UNK]");
        var lower = Mark("do_lower_case") ?? lowerCase ?? true;
        var tokenizer = BertTokenizer.Create(
            new MemoryStream(vocabulary),
            new BertOptions
            {
                LowerCaseBeforeTokenization = lower,
                RemoveNonSpacingMarks = Mark("strip_accents") ?? lower,
                ClassificationToken = Special("cls_token", "[CLS]"),
                SeparatorToken = Special("sep_token", "[SEP]"),
                PaddingToken = Special("pad_token", "[PAD]"),
                UnknownToken = unknown,
                MaskingToken = unknown, // nothing is masked here, and a vocabulary without that token will do
            }
        );
        return new OnnxTokenizer(
            text => tokenizer.EncodeToIds(text, addSpecialTokens: false),
            tokenizer.ClassificationTokenId,
            tokenizer.SeparatorTokenId,
            tokenizer.PaddingTokenId,
            file
        );
    }

    // SentencePiece makes one unknown piece of unknown characters in a row; the library makes one of each.
    private static List<int> Pieces(SentencePieceTokenizer tokenizer, string text)
    {
        var pieces = new List<int>();
        foreach (var id in tokenizer.EncodeToIds(text, addBeginningOfSentence: false, addEndOfSentence: false))
            if (id != tokenizer.UnknownId || pieces.Count == 0 || pieces[^1] != id)
                pieces.Add(id);
        return pieces;
    }

    private static string OneLine(Exception e) => e.Message.ReplaceLineEndings(" ");
}
