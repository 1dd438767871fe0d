using CsCheck;
using ModelLab.Core.Metrics.Text;

namespace ModelLab.Core.Tests.Metrics.Text;

public sealed class OtherTextMetricsTests
{
    // sacreBLEU's README prints chrF2 = 59.73 for this corpus.
    [Fact]
    public void ChrF_of_a_corpus_is_that_of_sacreBLEU() =>
        Assert.Equal(
            59.73,
            ChrF.Corpus([
                ("The dog bit the man.", ["The dog bit the man.", "The dog had bit the man."]),
                ("It wasn't surprising.", ["It was not unexpected.", "No one was surprised."]),
                ("The man had just bitten him.", ["The man bit him first.", "The man had bitten the dog."]),
            ])!.Value,
            0.005
        );

    // test_chrf.py, the cases without eps smoothing, which have β = 3.
    [Theory]
    [InlineData("a", "a", 100)]
    [InlineData("", "reference", 0)]
    [InlineData("a b c", "a b c", 100)]
    [InlineData("a b c", "abc", 100)] // white space does not count
    [InlineData("aa", "ab", 25)] // order 1: 1/2; order 2: 0/1; the mean is 1/4 on either side
    public void ChrF_of_sentences_is_that_of_sacreBLEU(string hypothesis, string reference, double score) =>
        Assert.Equal(score, ChrF.Sentence(hypothesis, [reference], beta: 3)!.Value, 1e-9);

    [Fact]
    public void ChrF_sums_counts_over_a_corpus() => Assert.Equal(50, ChrF.Corpus([("a", ["a"]), ("b", ["c"])], beta: 3)!.Value, 1e-9); // test_chrf.py

    [Fact]
    public void ChrF_of_a_corpus_leaves_out_n_grams_of_orders_that_the_reference_lacks()
    {
        // N-grams of hypothesis, reference and both, summed over «abcd» for «ab» and «xyz» for «xyz»: order 1: 4 + 3, 2 + 3, 2 + 3;
        // order 2: 3 + 2, 1 + 2, 1 + 2; order 3: 0 + 1 (the first reference has none), 1, 1; order 4: none on either side.
        // P = (5/7 + 3/5 + 1/1) / 3 = 27/35, R = 1; 5·P·R / (4P + R) = 135/143.
        Assert.Equal(13500.0 / 143, ChrF.Corpus([("abcd", ["ab"]), ("xyz", ["xyz"])])!.Value, 1e-9);
        // The other way round those of a longer reference do count, for they were missed. Order 3: 1 of 1 and 1 of 2 + 1.
        // P = 1, R = (5/7 + 3/5 + 1/3) / 3 = 173/315; 5·P·R / (4P + R) = 865/1433.
        Assert.Equal(86500.0 / 1433, ChrF.Corpus([("ab", ["abcd"]), ("xyz", ["xyz"])])!.Value, 1e-9);
    }

    [Fact]
    public void ChrF_of_a_text_without_counterpart_is_0_and_of_no_text_undefined()
    {
        Assert.Equal(0, ChrF.Sentence("abc", [""]));
        Assert.Equal(0, ChrF.Sentence("", ["abc"]));
        Assert.Equal(0, ChrF.Corpus([("abc", [""]), ("", [""])]));
        Assert.Null(ChrF.Corpus([("", [""])]));
        // A blank reference beside another: of «ab» for «ab» or nothing the first fits.
        Assert.Equal(100, ChrF.Sentence("ab", ["", "ab"])!.Value, 1e-9);
    }

    [Fact]
    public void ChrF_weighs_recall_four_times()
    {
        // «а» against «аб»: order 1 alone counts: P = 1, R = 1/2; 5·P·R / (4P + R) = 2.5 / 4.5.
        Assert.Equal(250.0 / 4.5, ChrF.Sentence("а", ["аб"])!.Value, 1e-9);
        // The other way round: P = 1/2, R = 1: 2.5 / 3.
        Assert.Equal(250.0 / 3, ChrF.Sentence("аб", ["а"])!.Value, 1e-9);
        Assert.Null(ChrF.Sentence(" ", ["\n"]));
    }

    [Fact]
    public void ChrF_takes_the_best_reference_and_stays_between_0_and_100()
    {
        var text = Gens.Joined(12, "а", "б", " ", "🙂", "в");
        Gen.Select(text, text.Array[1, 3])
            .Sample(
                (hypothesis, references) =>
                {
                    var score = ChrF.Sentence(hypothesis, references);
                    Assert.Equal(references.Max(r => ChrF.Sentence(hypothesis, [r])), score);
                    Assert.True(score is null or (>= 0 and <= 100 + 1e-9));
                    if (hypothesis.Trim().Length > 0)
                        Assert.Equal(100, ChrF.Sentence(hypothesis, [hypothesis])!.Value, 1e-9);
                }
            );
    }

    [Theory]
    [InlineData("Вход — до 23:00", "вход до 23:00", 1.0)]
    [InlineData("до 12 августа", "не до 12 августа", 6.0 / 7)] // three shared of 3 + 4
    [InlineData("да", "нет", 0.0)]
    public void Token_F1_is_the_one_derived_by_hand(string hypothesis, string reference, double f1) =>
        Assert.Equal(f1, TokenF1.Of(hypothesis, [reference])!.Value, 1e-15);

    [Fact]
    public void Token_F1_of_texts_without_words_is_undefined() => Assert.Null(TokenF1.Of("…", ["!"]));

    [Theory]
    [InlineData("Ещё не  готово!", "еще не готово", 1)]
    [InlineData("Wi-Fi", "wi fi", 1)]
    [InlineData("2,5", "25", 0)] // punctuation parts, it does not glue
    [InlineData("готово не еще", "еще не готово", 0)]
    public void Exact_match_ignores_case_yo_punctuation_and_white_space(string hypothesis, string reference, double match) =>
        Assert.Equal(match, ExactMatch.Of(hypothesis, [reference]));

    [Fact]
    public void Exact_match_takes_any_reference_and_needs_words()
    {
        Assert.Equal(1, ExactMatch.Of("да", ["нет", "Да."]));
        Assert.Equal(0, ExactMatch.Of("", ["нет"]));
        Assert.Null(ExactMatch.Of("?", ["!"]));
        Assert.Throws<ArgumentException>(() => ExactMatch.Of("да", []));
    }

    [Fact]
    public void N_gram_overlap_is_over_different_n_grams()
    {
        // Pairs: {да да, да нет} and {да нет, нет да}: one shared of three.
        Assert.Equal(1.0 / 3, NgramOverlap.Of("да да да нет", ["да нет да"], 2)!.Value, 1e-15);
        Assert.Equal(0, NgramOverlap.Of("да", ["да нет да"], 2));
        Assert.Null(NgramOverlap.Of("да", ["нет"], 2));
    }

    [Fact]
    public void N_gram_overlap_is_symmetric_and_1_for_the_same_text()
    {
        var text = Gens.Of("а", "б", "в").Array[0, 9].Select(w => string.Join(' ', w));
        Gen.Select(text, text, Gen.Int[1, 3])
            .Sample(
                (a, b, n) =>
                {
                    Assert.Equal(NgramOverlap.Of(a, [b], n), NgramOverlap.Of(b, [a], n));
                    Assert.True(NgramOverlap.Of(a, [b], n) is null or (>= 0 and <= 1));
                    Assert.True(NgramOverlap.Of(a, [a], n) is null or 1);
                }
            );
    }

    [Fact]
    public void Any_text_at_all_is_scored_without_failing() =>
        Gen.Select(Gens.AnyText(60), Gens.AnyText(60))
            .Sample(
                (a, b) =>
                {
                    foreach (var tokenizer in TextTokenizer.All)
                        _ = Rouge.Of(a, [b], tokenizer);
                    foreach (var tokenizer in BleuTokenizer.All)
                        _ = Bleu.Sentence(a, [b], tokenizer);
                    _ = (ChrF.Sentence(a, [b]), ExactMatch.Of(a, [b]), NgramOverlap.Of(a, [b]));
                }
            );
}
