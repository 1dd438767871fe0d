using CsCheck;
using ModelLab.Core.Metrics.Text;

namespace ModelLab.Core.Tests.Metrics.Text;

public sealed class RougeTests
{
    private static readonly Gen<string> Words = Gens.Of("а", "б", "в", "г", "wifi", "7").Array[0, 12].Select(w => string.Join(' ', w));

    // The values of rouge-score's own tests (rouge_scorer_test.py).
    [Theory]
    [InlineData("testing", "testing one two", 1.0, 1.0 / 3, 0.5)]
    public void ROUGE_1_equals_rouge_score(string hypothesis, string reference, double precision, double recall, double f) =>
        Equal(precision, recall, f, Rouge.N(hypothesis, [reference], 1, TextTokenizer.Ascii));

    [Fact]
    public void ROUGE_2_and_L_equal_rouge_score()
    {
        Equal(1, 1.0 / 2, 2.0 / 3, Rouge.N("testing one", ["testing one two"], 2, TextTokenizer.Ascii));
        Equal(1, 2.0 / 3, 4.0 / 5, Rouge.L("testing one", ["testing one two"], TextTokenizer.Ascii));
        Equal(1, 2.0 / 3, 4.0 / 5, Rouge.L("testing two", ["testing one two"], TextTokenizer.Ascii));
        // _lcs_table: 1 2 3 4 5 and 2 5 3 4 share 2 3 4.
        Equal(3.0 / 4, 3.0 / 5, 6.0 / 9, Rouge.L("2 5 3 4", ["1 2 3 4 5"], TextTokenizer.Ascii));
    }

    // Lin 2004, section 3: S1 = police killed the gunman; S2 = police kill the gunman; S3 = the gunman kill police. ROUGE-2 of S2 and S3
    // are equal (1/3), ROUGE-L are 3/4 and 2/4.
    [Fact]
    public void The_example_of_the_paper_has_its_values()
    {
        Assert.Equal(1.0 / 3, Rouge.N("police kill the gunman", ["police killed the gunman"], 2).F!.Value, 1e-15);
        Assert.Equal(1.0 / 3, Rouge.N("the gunman kill police", ["police killed the gunman"], 2).F!.Value, 1e-15);
        Assert.Equal(0.75, Rouge.L("police kill the gunman", ["police killed the gunman"]).F!.Value, 1e-15);
        Assert.Equal(0.5, Rouge.L("the gunman kill police", ["police killed the gunman"]).F!.Value, 1e-15);
    }

    [Fact]
    public void Words_count_as_often_as_both_texts_have_them() =>
        Equal(2.0 / 3, 2.0 / 4, 4.0 / 7, Rouge.N("да да да", ["да нет да нет"], 1)); // min(3, 2)

    // The tool this replaces kept only a–z and 0–9: identical Russian texts had ROUGE 0.
    [Fact]
    public void Identical_Russian_texts_score_1()
    {
        var scores = Rouge.Of("Общежитие закрывается в 23:00.", ["общежитие закрывается в 23:00"]);
        Equal(1, 1, 1, scores.One);
        Equal(1, 1, 1, scores.Two);
        Equal(1, 1, 1, scores.L);
    }

    [Fact]
    public void Inflected_Russian_scores_strictly_more_with_stems()
    {
        const string Hypothesis = "студенты получают справки в деканате",
            Reference = "студент получает справку в деканат";
        var (plain, stems) = (Rouge.Of(Hypothesis, [Reference]), Rouge.Of(Hypothesis, [Reference], TextTokenizer.RussianStem));
        Assert.True(stems.One.F > plain.One.F && stems.Two.F > plain.Two.F && stems.L.F > plain.L.F);
    }

    [Fact]
    public void What_is_undefined_is_null()
    {
        Assert.Equal(new OverlapScore(null, null, null), Rouge.N("!", ["?"], 1));
        Assert.Equal(new OverlapScore(null, 0, 0), Rouge.N("", ["да"], 1));
        Assert.Equal(new OverlapScore(0, null, 0), Rouge.N("да", [""], 1));
        Assert.Equal(new OverlapScore(null, null, null), Rouge.N("да", ["да"], 2)); // one word has no pairs
        Assert.Throws<ArgumentException>(() => Rouge.L("да", []));
        Assert.Throws<ArgumentOutOfRangeException>(() => Rouge.N("да", ["да"], 0));
    }

    [Fact]
    public void Of_several_references_the_best_counts() =>
        Gen.Select(Words, Words.Array[1, 4])
            .Sample(
                (hypothesis, references) =>
                {
                    Assert.Equal(references.Max(r => Rouge.L(hypothesis, [r]).F), Rouge.L(hypothesis, references).F);
                    Assert.Equal(references.Max(r => Rouge.N(hypothesis, [r], 2).F), Rouge.N(hypothesis, references, 2).F);
                }
            );

    [Fact]
    public void Values_lie_between_0_and_1_and_swap_with_the_texts() =>
        Gen.Select(Words, Words)
            .Sample(
                (a, b) =>
                {
                    var (ab, ba) = (Rouge.Of(a, [b]), Rouge.Of(b, [a]));
                    foreach (var (x, y) in new[] { (ab.One, ba.One), (ab.Two, ba.Two), (ab.L, ba.L) })
                    {
                        Assert.Equal((x.Precision, x.Recall, x.F), (y.Recall, y.Precision, y.F));
                        Assert.True(x.F is null or (>= 0 and <= 1));
                    }
                    Assert.True(ab.L.F is null || ab.L.F <= ab.One.F);
                    Assert.True(Rouge.Of(a, [a]).L.F is null or 1);
                }
            );

    // Past 64 words the bits fill more than one number; the oracle is the plain table.
    [Fact]
    public void The_common_subsequence_is_that_of_the_table() =>
        Gen.Select(Gen.Int[0, 4].Array[0, 300], Gen.Int[0, 4].Array[0, 300])
            .Sample(
                (a, b) =>
                {
                    var table = new int[a.Length + 1, b.Length + 1];
                    for (var i = 1; i <= a.Length; i++)
                    for (var j = 1; j <= b.Length; j++)
                        table[i, j] = a[i - 1] == b[j - 1] ? table[i - 1, j - 1] + 1 : Math.Max(table[i - 1, j], table[i, j - 1]);
                    var recall = Rouge.L(string.Join(' ', a), [string.Join(' ', b)]).Recall;
                    Assert.Equal(b.Length == 0 ? null : (double)table[a.Length, b.Length] / b.Length, recall);
                },
                iter: 300
            );

    private static void Equal(double precision, double recall, double f, OverlapScore actual)
    {
        Assert.Equal(precision, actual.Precision!.Value, 1e-15);
        Assert.Equal(recall, actual.Recall!.Value, 1e-15);
        Assert.Equal(f, actual.F!.Value, 1e-15);
    }
}
