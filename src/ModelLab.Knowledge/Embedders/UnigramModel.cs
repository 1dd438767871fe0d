using System.Text;
using System.Text.Json;
using Google.Protobuf;

namespace ModelLab.Knowledge.Embedders;

/// <summary>
/// The Unigram vocabulary of a Hugging Face <c>tokenizer.json</c>, whose ids are already the model's own; written out as a SentencePiece
/// model
/// (<c>sentencepiece_model.proto</c>), which is the form that the tokenizer library reads.
/// </summary>
internal sealed record UnigramModel(IReadOnlyList<(string Piece, float Score)> Vocabulary, int UnknownId, byte[] CharacterMap)
{
    private enum PieceType
    {
        Normal = 1,
        Unknown = 2,
        Control = 3,
    }

    private static readonly string[] ControlPieces = ["<s>", "</s>", "<pad>", "<mask>"];

    /// <summary>Reads the parsed file.</summary>
    public static UnigramModel Read(JsonElement tokenizer)
    {
        var model = tokenizer.GetProperty("model");
        var vocabulary = model
            .GetProperty("vocab")
            .EnumerateArray()
            .Select(entry => (entry[0].GetString()!, entry[1].GetSingle()))
            .ToArray();
        return new UnigramModel(
            vocabulary,
            model.GetProperty("unk_id").GetInt32(),
            tokenizer.TryGetProperty("normalizer", out var normalizer) ? CharacterMapOf(normalizer) ?? [] : []
        );
    }

    /// <summary>The id of a piece, or null when it is not in the vocabulary.</summary>
    public int? Find(string piece)
    {
        for (var i = 0; i < Vocabulary.Count; i++)
            if (Vocabulary[i].Piece == piece)
                return i;
        return null;
    }

    /// <summary>The bytes of a SentencePiece model with the same ids.</summary>
    public byte[] ToSentencePiece()
    {
        using var bytes = new MemoryStream();
        using (var output = new CodedOutputStream(bytes, leaveOpen: true))
        {
            for (var i = 0; i < Vocabulary.Count; i++)
            {
                var (piece, score) = Vocabulary[i];
                var type =
                    i == UnknownId ? PieceType.Unknown
                    : ControlPieces.Contains(piece) ? PieceType.Control
                    : PieceType.Normal;
                Message(
                    output,
                    1,
                    m =>
                    {
                        m.WriteTag(1, WireFormat.WireType.LengthDelimited);
                        m.WriteString(piece);
                        m.WriteTag(2, WireFormat.WireType.Fixed32);
                        m.WriteFloat(score);
                        Number(m, 3, (int)type);
                    }
                );
            }
            Message(
                output,
                2,
                m =>
                {
                    Number(m, 3, 1); // model_type: UNIGRAM
                    Number(m, 40, UnknownId);
                    Number(m, 41, Find("<s>") ?? -1);
                    Number(m, 42, Find("</s>") ?? -1);
                    Number(m, 43, Find("<pad>") ?? -1);
                }
            );
            Message(
                output,
                3,
                m =>
                {
                    m.WriteTag(2, WireFormat.WireType.LengthDelimited);
                    m.WriteBytes(ByteString.CopyFrom(CharacterMap));
                    Number(m, 3, 1); // add_dummy_prefix
                    Number(m, 4, 1); // remove_extra_whitespaces
                    Number(m, 5, 1); // escape_whitespaces
                }
            );
        }
        return bytes.ToArray();
    }

    private static byte[]? CharacterMapOf(JsonElement normalizer)
    {
        if (normalizer.ValueKind != JsonValueKind.Object)
            return null;
        if (normalizer.TryGetProperty("precompiled_charsmap", out var map) && map.ValueKind == JsonValueKind.String)
            return map.GetBytesFromBase64();
        return normalizer.TryGetProperty("normalizers", out var list)
            ? list.EnumerateArray().Select(CharacterMapOf).FirstOrDefault(m => m is not null)
            : null;
    }

    private static void Number(CodedOutputStream output, int field, int value)
    {
        output.WriteTag(field, WireFormat.WireType.Varint);
        output.WriteInt32(value);
    }

    private static void Message(CodedOutputStream output, int field, Action<CodedOutputStream> write)
    {
        using var inner = new MemoryStream();
        using (var message = new CodedOutputStream(inner, leaveOpen: true))
            write(message);
        output.WriteTag(field, WireFormat.WireType.LengthDelimited);
        output.WriteBytes(ByteString.CopyFrom(inner.GetBuffer(), 0, (int)inner.Length));
    }
}
