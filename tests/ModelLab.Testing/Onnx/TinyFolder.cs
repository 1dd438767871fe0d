namespace ModelLab.Testing.Onnx;

/// <summary>
/// A sentence-transformer's folder with a model of three dimensions, deleted afterwards. Ids, tokens and vectors (BERT / XLM-R):
/// 0 [PAD] / &lt;s&gt;, 1 [UNK] / &lt;pad&gt;, 2 [CLS] / &lt;/s&gt;, 3 [SEP] / &lt;unk&gt;, 4 «дом», 5 «кот», 6 «ик», 7 a space of its own,
/// 8 «query:», 9 «passage:».
/// </summary>
public sealed class TinyFolder : IDisposable
{
    private static readonly float[] Frame = [0, 0, 3];
    private static readonly float[] Padding = [100, 100, 100];
    private static readonly float[] Unknown = [9, 0, 0];
    private static readonly float[][] Words =
    [
        [6, 0, 0],
        [0, 6, 0],
        [0, 12, 0],
        [0, 0, 6],
        [-6, 0, 0],
        [0, -6, 0],
    ];

    public TinyFolder(string name = "tiny")
    {
        Root = Directory.CreateTempSubdirectory("modellab-onnx-").FullName;
        Path = Directory.CreateDirectory(System.IO.Path.Combine(Root, name)).FullName;
    }

    private string Root { get; }

    public string Path { get; }

    public static float[][] BertTable => [Padding, Unknown, Frame, Frame, .. Words];

    public static float[][] XlmTable => [Frame, Padding, Frame, Unknown, .. Words];

    public static TinyFolder Bert(string name = "tiny") =>
        new TinyFolder(name)
            .With(new TinyModel(BertTable))
            .With("vocab.txt", "[PAD]\n[UNK]\n[CLS]\n[SEP]\nдом\nкот\n##ик\n_\nquery\npassage\n");

    public static TinyFolder XlmR(string name = "tiny") =>
        new TinyFolder(name).With(new TinyModel(XlmTable)).With("sentencepiece.bpe.model", SentencePiece());

    public static TinyFolder XlmRTokenizerJson() =>
        new TinyFolder()
            .With(new TinyModel(XlmTable))
            .With(
                "tokenizer.json",
                """
                {"normalizer": {"type": "Sequence", "normalizers": [{"type": "Precompiled", "precompiled_charsmap": ""}]},
                 "model": {"type": "Unigram", "unk_id": 3, "vocab": [["<s>", 0.0], ["<pad>", 0.0], ["</s>", 0.0], ["<unk>", 0.0],
                   ["▁дом", -1.0], ["▁кот", -1.0], ["ик", -2.0], ["▁", -5.0], ["▁query:", -1.0], ["▁passage:", -1.0]]}}
                """
            );

    public TinyFolder With(string file, string text) => With(file, System.Text.Encoding.UTF8.GetBytes(text));

    public TinyFolder With(TinyModel model, string file = "model.onnx") => With(file, model.ToArray());

    public TinyFolder With(string file, byte[] bytes)
    {
        var path = System.IO.Path.Combine(Path, file);
        Directory.CreateDirectory(System.IO.Path.GetDirectoryName(path)!);
        File.WriteAllBytes(path, bytes);
        return this;
    }

    public TinyFolder Without(string file)
    {
        File.Delete(System.IO.Path.Combine(Path, file));
        return this;
    }

    public void Dispose() => Directory.Delete(Root, recursive: true);

    // sentencepiece_model.proto: pieces = 1 {piece = 1, score = 2, type = 3: NORMAL 1, UNKNOWN 2, CONTROL 3}, trainer_spec = 2 {model_type
    // = 3: UNIGRAM 1},
    // normalizer_spec = 3 {add_dummy_prefix = 3, remove_extra_whitespaces = 4, escape_whitespaces = 5}. Its own ids begin <unk>, <s>, </s>.
    private static byte[] SentencePiece()
    {
        (string, float, int)[] pieces =
        [
            ("<unk>", 0, 2),
            ("<s>", 0, 3),
            ("</s>", 0, 3),
            ("▁дом", -1, 1),
            ("▁кот", -1, 1),
            ("ик", -2, 1),
            ("▁", -5, 1),
            ("▁query:", -1, 1),
            ("▁passage:", -1, 1),
        ];
        return new Protobuf()
            .Each(pieces, (p, piece) => p.Message(1, new Protobuf().Text(1, piece.Item1).Float(2, piece.Item2).Number(3, piece.Item3)))
            .Message(2, new Protobuf().Number(3, 1))
            .Message(3, new Protobuf().Number(3, 1).Number(4, 1).Number(5, 1))
            .ToArray();
    }
}
