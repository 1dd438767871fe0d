using ModelLab.Core;
using ModelLab.Knowledge.Embedders;
using ModelLab.Testing.Onnx;

namespace ModelLab.Knowledge.Tests.Embedders;

/// <summary>Expected vectors come from the table in <see cref="TinyFolder"/>: the sum of a text's rows, divided by its length.</summary>
public sealed class OnnxEmbedderTests
{
    private static readonly double Half = Math.Sqrt(0.5);

    public static TheoryData<string> Tokenizers => ["wordpiece", "sentencepiece", "tokenizer.json"];

    private static TinyFolder Folder(string tokenizer) =>
        tokenizer switch
        {
            "wordpiece" => TinyFolder.Bert(),
            "sentencepiece" => TinyFolder.XlmR(),
            _ => TinyFolder.XlmRTokenizerJson(),
        };

    [Theory]
    [MemberData(nameof(Tokenizers))]
    public async Task A_batch_of_different_lengths_is_padded_and_the_padding_left_out(string tokenizer)
    {
        using var folder = Folder(tokenizer);
        using var embedder = OnnxEmbedder.Load(folder.Path);

        var vectors = await embedder.ManyAsync(["домик кот", "дом", "", "кот"]);

        // Frame [0,0,3] twice, «дом» [6,0,0], «ик» [0,12,0], «кот» [0,6,0]: [6,18,6], whose length is 6 sqrt(11). Padding would add
        // [100,100,100].
        Vectors.AssertClose([1 / Math.Sqrt(11), 3 / Math.Sqrt(11), 1 / Math.Sqrt(11)], vectors[0]);
        Vectors.AssertClose([Half, 0, Half], vectors[1]); // [6,0,6]
        Vectors.AssertClose([0, 0, 1], vectors[2]); // the frame alone
        Vectors.AssertClose([0, Half, Half], vectors[3]);
        Assert.Equal(3, embedder.Dimensions);
    }

    [Theory]
    [InlineData("sentencepiece", "кот ю", 9, 6, 12)] // «▁» [0,0,6] and «ю», unknown, [9,0,0]
    [InlineData("tokenizer.json", "кот ю", 9, 6, 12)]
    [InlineData("wordpiece", "кот ю", 9, 6, 6)]
    [InlineData("sentencepiece", "кот юяю", 9, 6, 12)] // unknown characters in a row are one piece
    [InlineData("tokenizer.json", "кот юяю", 9, 6, 12)]
    public async Task An_unknown_piece_has_the_unknown_tokens_id(string tokenizer, string text, double x, double y, double z)
    {
        using var folder = Folder(tokenizer);
        using var embedder = OnnxEmbedder.Load(folder.Path);

        var length = Math.Sqrt(x * x + y * y + z * z);
        Vectors.AssertClose([x / length, y / length, z / length], await embedder.OneAsync(text));
    }

    [Fact]
    public async Task More_texts_than_a_batch_come_back_in_their_order()
    {
        using var folder = TinyFolder.XlmR();
        using var embedder = OnnxEmbedder.Load(folder.Path);
        string[] texts =
        [
            .. Enumerable.Range(0, 100).Select(i => string.Join(' ', Enumerable.Repeat(i % 2 == 0 ? "дом" : "кот", 1 + i % 7))),
        ];

        var vectors = await embedder.ManyAsync(texts);

        for (var i = 0; i < 100; i++)
        {
            // n words of length 6 and a frame of 6 at right angles.
            var n = 1 + i % 7;
            var length = Math.Sqrt(n * n + 1);
            Vectors.AssertClose(i % 2 == 0 ? [n / length, 0, 1 / length] : [0, n / length, 1 / length], vectors[i]);
        }
    }

    [Fact]
    public async Task The_attention_mask_shows_the_model_the_real_tokens()
    {
        using var folder = TinyFolder.Bert().With(new TinyModel(TinyFolder.BertTable) { AddsMaskSum = true });
        using var embedder = OnnxEmbedder.Load(folder.Path);

        var vectors = await embedder.ManyAsync(["дом кот дом", "дом"]);

        // Each of the 5 tokens gets 5 on every axis: [12,6,6] + 25 = [37,31,31]. Each of the 3 gets 3: [6,0,6] + 9 = [15,9,15].
        Vectors.AssertClose([37 / Math.Sqrt(3291), 31 / Math.Sqrt(3291), 31 / Math.Sqrt(3291)], vectors[0]);
        Vectors.AssertClose([15 / Math.Sqrt(531), 9 / Math.Sqrt(531), 15 / Math.Sqrt(531)], vectors[1]);
    }

    [Fact]
    public async Task Token_types_are_given_to_a_model_that_wants_them()
    {
        using var folder = TinyFolder
            .Bert()
            .With(new TinyModel(TinyFolder.BertTable) { Inputs = ["input_ids", "attention_mask", "token_type_ids"] });
        using var embedder = OnnxEmbedder.Load(folder.Path);

        Vectors.AssertClose([Half, 0, Half], await embedder.OneAsync("дом"));
    }

    [Fact]
    public async Task Cls_pooling_takes_the_first_token()
    {
        using var folder = TinyFolder
            .Bert()
            .With(
                "1_Pooling/config.json",
                """{"word_embedding_dimension": 3, "pooling_mode_cls_token": true, "pooling_mode_mean_tokens": false}"""
            );
        using var embedder = OnnxEmbedder.Load(folder.Path);

        Vectors.AssertClose([0, 0, 1], await embedder.OneAsync("дом"));
    }

    [Fact]
    public async Task A_model_that_pools_itself_is_taken_at_its_word()
    {
        using var folder = TinyFolder.Bert().With(new TinyModel(TinyFolder.BertTable) { Pools = true, Output = "sentence_embedding" });
        using var embedder = OnnxEmbedder.Load(folder.Path);

        Vectors.AssertClose([0, 0, 1], await embedder.OneAsync("дом"));
    }

    [Theory]
    [InlineData("""{"prompts": {"query": "query: ", "passage": "passage: "}}""", "tiny")]
    [InlineData("""{"prompts": {"query": "query: ", "document": "passage: "}}""", "tiny")]
    [InlineData("{}", "multilingual-e5-small")]
    public async Task Questions_and_passages_get_their_prefixes(string config, string name)
    {
        using var folder = TinyFolder.XlmR(name).With("config_sentence_transformers.json", config);
        using var embedder = OnnxEmbedder.Load(folder.Path);

        // «query:» [-6,0,0] and «passage:» [0,-6,0], with «дом» [6,0,0] and the frame [0,0,6].
        Vectors.AssertClose([0, 0, 1], await embedder.OneAsync("дом", TextKind.Query));
        Vectors.AssertClose([1 / Math.Sqrt(3), -1 / Math.Sqrt(3), 1 / Math.Sqrt(3)], await embedder.OneAsync("дом"));
    }

    [Theory]
    [InlineData("sentence_bert_config.json", """{"max_seq_length": 4}""")]
    [InlineData("tokenizer_config.json", """{"model_max_length": 4}""")]
    [InlineData("config.json", """{"model_type": "xlm-roberta", "max_position_embeddings": 6}""")]
    public async Task A_long_text_is_cut_before_the_last_special_token(string file, string config)
    {
        using var folder = TinyFolder.XlmR().With(file, config);
        using var embedder = OnnxEmbedder.Load(folder.Path);

        // 4 tokens: the frame and the first two of «дом дом кот кот»: [12,0,6].
        Vectors.AssertClose([2 / Math.Sqrt(5), 0, 1 / Math.Sqrt(5)], await embedder.OneAsync("дом дом кот кот"));
    }

    [Fact]
    public async Task Case_is_kept_where_the_tokenizer_says_so()
    {
        using var folder = TinyFolder.Bert();
        using (var lower = OnnxEmbedder.Load(folder.Path))
            Vectors.AssertClose([Half, 0, Half], await lower.OneAsync("ДОМ"));
        folder.With("tokenizer_config.json", """{"do_lower_case": false, "unk_token": {"content": "[UNK]"}}""");
        using var cased = OnnxEmbedder.Load(folder.Path);

        Vectors.AssertClose([9 / Math.Sqrt(117), 0, 6 / Math.Sqrt(117)], await cased.OneAsync("ДОМ")); // unknown [9,0,0]
    }

    [Fact]
    public async Task A_model_in_the_folder_onnx_and_a_wordpiece_tokenizer_json_are_found()
    {
        using var folder = TinyFolder
            .Bert()
            .Without("model.onnx")
            .Without("vocab.txt")
            .With(new TinyModel(TinyFolder.BertTable), "onnx/model.onnx")
            .With(
                "tokenizer.json",
                """
                {"normalizer": {"type": "BertNormalizer", "lowercase": true}, "model": {"type": "WordPiece", "vocab": {"кот": 5, "[PAD]": 0, "[UNK]": 1, "[CLS]": 2, "[SEP]": 3, "дом": 4, "##ик": 6}}}
                """
            );
        using var embedder = OnnxEmbedder.Load(folder.Path);

        Vectors.AssertClose([1 / Math.Sqrt(6), 2 / Math.Sqrt(6), 1 / Math.Sqrt(6)], await embedder.OneAsync("Домик")); // [6,12,6]
    }

    [Fact]
    public void The_identity_follows_the_files_and_not_their_place()
    {
        string IdentityOf(TinyFolder folder)
        {
            using (folder)
            using (var embedder = OnnxEmbedder.Load(folder.Path))
                return embedder.Identity;
        }
        var identity = IdentityOf(TinyFolder.Bert());
        Assert.EndsWith(";wordpiece=2", identity, StringComparison.Ordinal); // vectors of the first WordPiece are made anew
        Assert.DoesNotContain("wordpiece", IdentityOf(TinyFolder.XlmR()), StringComparison.Ordinal);

        Assert.Equal(identity, IdentityOf(TinyFolder.Bert("elsewhere")));
        float[][] other = [.. TinyFolder.BertTable];
        other[4] = [7, 0, 0];
        Assert.Equal(
            6,
            new[]
            {
                identity,
                IdentityOf(TinyFolder.Bert().With(new TinyModel(other))),
                IdentityOf(TinyFolder.Bert("e5-base")),
                IdentityOf(TinyFolder.Bert().With("sentence_bert_config.json", """{"max_seq_length": 9}""")),
                IdentityOf(TinyFolder.Bert().With("1_Pooling/config.json", """{"pooling_mode_cls_token": true}""")),
                IdentityOf(TinyFolder.Bert().With("tokenizer.json", """{"normalizer": {"lowercase": false}}""")),
            }
                .Distinct()
                .Count()
        );
    }

    [Fact]
    public async Task A_cancelled_batch_ends()
    {
        using var folder = TinyFolder.Bert();
        using var embedder = OnnxEmbedder.Load(folder.Path);

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() =>
            embedder.EmbedAsync(["дом"], TextKind.Query, new CancellationToken(true))
        );
    }
}
