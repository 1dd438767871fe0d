using ModelLab.Knowledge.Embedders;
using ModelLab.Testing.Onnx;

namespace ModelLab.Knowledge.Tests.Embedders;

/// <summary>
/// WordPiece with the 30,522 pieces of uncased BERT, which both real models have. An id is the number of its piece's line in
/// <c>vocab.txt</c>, from 0 ([UNK] 100, [CLS] 101, [SEP] 102); pieces are the longest of each word from the left.
/// </summary>
public sealed class OnnxTokenizerTests(RealModels models)
{
    /// <summary>A text, its pieces, their ids.</summary>
    public static TheoryData<string, string, int[]> Texts { get; } =
        new()
        {
            {
                "Line one\nline two\tafter a tab\r\nend",
                "line one line two after a tab end",
                [2240, 2028, 2240, 2048, 2044, 1037, 21628, 2203]
            },
            {
                "a+b=c < d > e ^ f | g ~ h $5 `code`",
                "a + b = c < d > e ^ f | g ~ h $ 5 ` code `",
                [1037, 1009, 1038, 1027, 1039, 1026, 1040, 1028, 1041, 1034, 1042, 1064, 1043, 1066, 1044, 1002, 1019, 1036, 3642, 1036]
            },
            {
                "snake_case_name and __init__",
                "snake _ case _ name and _ _ in ##it _ _",
                [7488, 1035, 2553, 1035, 2171, 1998, 1035, 1035, 1999, 4183, 1035, 1035]
            },
            {
                "It costs 5€, not £4 or €1",
                "it costs 5 ##€ , not £ ##4 or € ##1",
                [2009, 5366, 1019, 30102, 1010, 2025, 1069, 2549, 2030, 1574, 2487]
            },
            {
                "| `top_k` |\n|---|\n| x |",
                "| ` top _ k ` | | - - - | | x |",
                [1064, 1036, 2327, 1035, 1047, 1036, 1064, 1064, 1011, 1011, 1011, 1064, 1064, 1060, 1064]
            },
            {
                "Crème brûlée, naïve Café ÀÉÎ",
                "cr ##eme br ##ule ##e , naive cafe ae ##i",
                [13675, 21382, 7987, 9307, 2063, 1010, 15743, 7668, 29347, 2072]
            },
            { "日本語 text 東京", "日 本 語 text 東 京", [1864, 1876, 1950, 3793, 1879, 1755] },
            { "it's “quoted” — and… done", "it ' s “ quoted ” — and … done", [2009, 1005, 1055, 1523, 9339, 1524, 1517, 1998, 1529, 2589] },
            {
                "zero\u200bwidth\ufeff soft\u00adhyphen\u0000 nul \ufffdbad\u0007",
                "zero ##wi ##dt ##h soft ##hy ##ph ##en nu ##l bad",
                [5717, 9148, 11927, 2232, 3730, 10536, 8458, 2368, 16371, 2140, 2919]
            },
            { "no\u00a0break\u2003em\u3000wide\u2028line", "no break em wide line", [2053, 3338, 7861, 2898, 2240] },
            { "İSTANBUL ΟΔΟΣ Straße", "istanbul ο ##δ ##ος st ##raße", [9960, 1169, 29722, 15297, 2358, 27807] },
            {
                "[CLS] and [SEP] in a text",
                "[ cl ##s ] and [ sep ] in a text",
                [1031, 18856, 2015, 1033, 1998, 1031, 19802, 1033, 1999, 1037, 3793]
            },
            {
                "don\u0301t e\u0301 한국어",
                "don ##t e ᄒ ##ᅡ ##ᆫ ##ᄀ ##ᅮ ##ᆨ ##ᄋ ##ᅥ",
                [2123, 2102, 1041, 1469, 30006, 30021, 29991, 30014, 30020, 29999, 30008]
            },
            {
                "C:\\f https://a.b?d=e&f=%20#g",
                "c : \\ f https : / / a . b ? d = e & f = % 20 # g",
                [
                    1039,
                    1024,
                    1032,
                    1042,
                    16770,
                    1024,
                    1013,
                    1013,
                    1037,
                    1012,
                    1038,
                    1029,
                    1040,
                    1027,
                    1041,
                    1004,
                    1042,
                    1027,
                    1003,
                    2322,
                    1001,
                    1043,
                ]
            },
            {
                "unaffable embeddings 😀 ok",
                "una ##ffa ##ble em ##bed ##ding ##s [UNK] ok",
                [14477, 20961, 3468, 7861, 8270, 4667, 2015, 100, 7929]
            },
            {
                "вход в Wi-Fi: №5",
                "в ##х ##о ##д в wi - fi : № ##5",
                [1182, 29750, 14150, 29742, 1182, 15536, 1011, 10882, 1024, 1578, 2629]
            },
        };

    [Theory]
    [MemberData(nameof(Texts))]
    public void Hard_texts_have_the_ids_of_the_reference(string text, string pieces, int[] ids)
    {
        var folder = models.Require(RealModels.MiniLM);
        var vocabulary = File.ReadAllLines(Path.Combine(folder, "vocab.txt"));
        Assert.Equal(pieces, string.Join(' ', ids.Select(id => vocabulary[id])));

        Assert.Equal([101, .. ids.Select(id => (long)id), 102], OnnxTokenizer.Read(folder).Encode(text, 512));
    }

    [Fact]
    public void A_word_of_more_than_100_characters_is_unknown()
    {
        var tokenizer = OnnxTokenizer.Read(models.Require(RealModels.MiniLM));

        // «xx» is line 22038, «##xx» line 20348: 100 letters are 50 pieces.
        Assert.Equal([101, 22038, .. Enumerable.Repeat(20348L, 49), 102], tokenizer.Encode(new string('x', 100), 512));
        Assert.Equal([101, 100, 102], tokenizer.Encode(new string('x', 101), 512));
    }

    [Fact]
    public void Characters_are_counted_and_not_their_halves()
    {
        // «𝒙» takes two UTF-16 units: 100 of them are a word of 100 characters, one more is too long.
        using var folder = TinyFolder.Bert().With("vocab.txt", "[PAD]\n[UNK]\n[CLS]\n[SEP]\n𝒙\n##𝒙\n");
        var tokenizer = OnnxTokenizer.Read(folder.Path);

        Assert.Equal([2, 4, .. Enumerable.Repeat(5L, 99), 3], tokenizer.Encode(string.Concat(Enumerable.Repeat("𝒙", 100)), 512));
        Assert.Equal([2, 1, 3], tokenizer.Encode(string.Concat(Enumerable.Repeat("𝒙", 101)), 512));
    }

    [Theory]
    [InlineData("""{"do_lower_case": false}""", "{}", new long[] { 2, 1, 5, 6, 3 })]
    [InlineData("""{"do_lower_case": true, "strip_accents": false}""", "{}", new long[] { 2, 1, 5, 6, 3 })]
    [InlineData("""{"tokenize_chinese_chars": false}""", "{}", new long[] { 2, 4, 1, 3 })]
    [InlineData("{}", """{"normalizer": {"lowercase": false}}""", new long[] { 2, 1, 5, 6, 3 })]
    [InlineData("{}", """{"normalizer": {"lowercase": true, "strip_accents": false}}""", new long[] { 2, 1, 5, 6, 3 })]
    [InlineData("{}", """{"normalizer": {"handle_chinese_chars": false}}""", new long[] { 2, 4, 1, 3 })]
    [InlineData("""{"do_lower_case": true}""", """{"normalizer": {"lowercase": false}}""", new long[] { 2, 4, 5, 6, 3 })]
    [InlineData("{}", """{"normalizer": null}""", new long[] { 2, 4, 5, 6, 3 })]
    public void Options_come_from_the_folder(string config, string tokenizer, long[] ids)
    {
        using var folder = TinyFolder
            .Bert()
            .With("vocab.txt", "[PAD]\n[UNK]\n[CLS]\n[SEP]\nelan\n日\n本\n")
            .With("tokenizer_config.json", config)
            .With("tokenizer.json", tokenizer);

        Assert.Equal(ids, OnnxTokenizer.Read(folder.Path).Encode("Élan 日本", 512));
    }
}
