using CsCheck;
using ModelLab.Core.Metrics.Text;

namespace ModelLab.Core.Tests.Metrics.Text;

public sealed class BleuTests
{
    private static readonly (string, IReadOnlyList<string>)[] Readme =
    [
        ("The dog bit the man.", ["The dog bit the man.", "The dog had bit the man."]),
        ("It wasn't surprising.", ["It was not unexpected.", "No one was surprised."]),
        ("The man had just bitten him.", ["The man bit him first.", "The man had bitten the dog."]),
    ];

    // sacreBLEU's README and test_bleu.py.
    [Theory]
    [InlineData("13a", 48.530827)]
    [InlineData("none", 49.1919566)]
    [InlineData("intl", 43.91623493)]
    public void A_corpus_scores_as_in_sacreBLEU(string tokenizer, double score) =>
        Assert.Equal(score, Bleu.Corpus(Readme, BleuTokenizer.Find(tokenizer))!.Score, 1e-6);

    // test_bleu.py, the cases of effective order; brevity penalty exp(1 − 2/1), precision 1.
    [Theory]
    [InlineData("test", "a test", 36.78794411714425)]
    [InlineData("a test", "a test", 100)]
    public void Sentences_shorter_than_four_words_use_the_orders_they_have(string hypothesis, string reference, double score) =>
        Assert.Equal(score, Bleu.Sentence(hypothesis, [reference])!.Score, 1e-12);

    // «am I am a character sequence» against «I am a symbol string sequence a a»: matches 4 2 1 0 of 6 5 4 3, lengths 6 and 8, so the
    // penalty is exp(1 − 8/6).
    [Theory]
    [InlineData(BleuSmoothing.Floor, 0.1 / 3)] // 15.55722182 in test_bleu.py
    [InlineData(BleuSmoothing.Exponential, 1.0 / (2 * 3))]
    [InlineData(BleuSmoothing.None, 0.0)]
    public void Each_smoothing_puts_its_own_number_for_no_matches(BleuSmoothing smoothing, double fourth)
    {
        var bleu = Bleu.Sentence("am I am a character sequence", ["I am a symbol string sequence a a"], smoothing: smoothing)!;
        Assert.Equal(100 * Math.Exp(1 - 8.0 / 6) * Math.Pow(4.0 / 6 * 2 / 5 * 1 / 4 * fourth, 0.25), bleu.Score, 1e-9);
        if (smoothing == BleuSmoothing.Floor)
            Assert.Equal(15.55722182, bleu.Score, 1e-7);
    }

    [Fact]
    public void Add_one_smoothing_leaves_words_alone() =>
        // 4/6, then (2+1)/(5+1), (1+1)/(4+1), (0+1)/(3+1).
        Assert.Equal(
            100 * Math.Exp(1 - 8.0 / 6) * Math.Pow(4.0 / 6 * 3 / 6 * 2 / 5 * 1 / 4, 0.25),
            Bleu.Sentence("am I am a character sequence", ["I am a symbol string sequence a a"], smoothing: BleuSmoothing.AddOne)!.Score,
            1e-9
        );

    [Fact]
    public void A_second_order_without_matches_is_halved_again() =>
        // «a little test» against «a test»: 2/3, then 1/(2·2), then 1/(4·1); no penalty.
        Assert.Equal(100 * Math.Pow(2.0 / 3 / 4 / 4, 1.0 / 3), Bleu.Sentence("a little test", ["a test"])!.Score, 1e-9);

    [Fact]
    public void The_closest_reference_sets_the_length_and_of_two_equally_close_the_shorter()
    {
        Assert.Equal(3, BleuStatistics.Of("a b c d", ["a b c", "a b c d e", "a"]).ReferenceLength);
        Assert.Equal(5, BleuStatistics.Of("a b c d", ["a b", "a b c d e"]).ReferenceLength);
    }

    [Fact]
    public void Counts_are_clipped_by_the_reference_that_has_most() =>
        // Papineni et al. 2002: «the» seven times; the references have two and one. 2/7.
        Assert.Equal(
            200.0 / 7,
            Bleu.Sentence("the the the the the the the", ["the cat is on the mat", "there is a cat on the mat"])!.Precisions[0],
            1e-9
        );

    [Fact]
    public void Identical_Russian_texts_score_100() =>
        Assert.All(
            BleuTokenizer.All,
            tokenizer =>
            {
                Assert.Equal(
                    100,
                    Bleu.Sentence(
                        "Общежитие закрывается в 23:00, вход — по пропуску.",
                        ["Общежитие закрывается в 23:00, вход — по пропуску."],
                        tokenizer
                    )!.Score
                );
                Assert.Equal(100, Bleu.Sentence("Да.", ["Да."], tokenizer)!.Score);
            }
        );

    [Fact]
    public void A_corpus_without_any_four_words_in_a_row_scores_0() => Assert.Equal(0, Bleu.Corpus([("Да.", ["Да."])])!.Score);

    [Fact]
    public void Nothing_in_common_scores_0_and_nothing_at_all_is_undefined()
    {
        Assert.Equal(0, Bleu.Sentence("да", ["нет"])!.Score);
        Assert.Equal(0, Bleu.Sentence("", ["нет"])!.Score);
        Assert.Equal(0, Bleu.Sentence("да", [""])!.Score);
        Assert.Null(Bleu.Sentence("", [" "]));
        Assert.Null(Bleu.Corpus([]));
        Assert.Throws<ArgumentException>(() => Bleu.Sentence("да", []));
    }

    [Fact]
    public void Scores_stay_between_0_and_100_and_the_order_of_references_and_sentences_changes_nothing()
    {
        var text = Gens.Of("а", "б", "в.", "г", "5,5").Array[0, 9].Select(w => string.Join(' ', w));
        Gen.Select(text, text.Array[1, 3])
            .Array[1, 4]
            .Sample(pairs =>
            {
                var corpus = pairs.Select(p => (p.Item1, (IReadOnlyList<string>)p.Item2)).ToArray();
                var turned = pairs.Reverse().Select(p => (p.Item1, (IReadOnlyList<string>)p.Item2.Reverse().ToArray())).ToArray();
                foreach (var tokenizer in BleuTokenizer.All)
                {
                    var score = Bleu.Corpus(corpus, tokenizer)?.Score;
                    Assert.True(score is null or (>= 0 and <= 100 + 1e-9));
                    Assert.Equal(score, Bleu.Corpus(turned, tokenizer)?.Score);
                }
            });
    }
}
