using System.Globalization;
using CsCheck;
using Microsoft.Extensions.AI;
using ModelLab.Knowledge.Embedders;

namespace ModelLab.Knowledge.Tests.Embedders;

public sealed class LexicalEmbedderTests
{
    private static readonly string[] Base =
    [
        "Сроки подачи заявления на общежитие",
        "Расписание экзаменов на сайте",
        "Адрес деканата: главный корпус",
    ];

    private static LexicalEmbedder Make(params string[] passages) => new(passages, "h");

    private static LexicalEmbedder StemsOnly(params string[] passages) => new(passages, "h", new LexicalOptions(StemShare: 1));

    [Fact]
    public async Task One_letter_has_one_stem_and_one_gram_at_places_that_never_change()
    {
        using var embedder = Make();

        var vector = await embedder.OneAsync("Я!");

        // The stem «я» and the gram « я », 0.3 and 0.7 of the squared length. The places are the low 13 bits of FNV-1a with MurmurHash3's
        // finaliser, computed with another program: 0x508e7aedacbce882 and 0x4f4cbe6bee902099; both top bits are 0, hence both signs +.
        Assert.Equal([153, 2178], Enumerable.Range(0, 8192).Where(i => vector[i] != 0));
        Assert.Equal(Math.Sqrt(0.3), vector[2178], 1e-6);
        Assert.Equal(Math.Sqrt(0.7), vector[153], 1e-6);
    }

    [Fact]
    public async Task A_rare_stem_weighs_more_than_a_common_one()
    {
        using var embedder = StemsOnly("кот", "кот дом");

        var vector = await embedder.OneAsync("дом, кот");

        // N = 2. «кот» is in both: ln(3/3) + 1 = 1. «дом» is in one: ln(3/2) + 1 = 1.405465. Length sqrt(1 + 1.975332) = 1.724915.
        // Places and signs as above: «дом» 0xde3c8251047a8815 → 2069, −; «кот» 0xb6b453d3b4f53719 → 5913, −.
        Assert.Equal(-1.405465 / 1.724915, vector[2069], 1e-5);
        Assert.Equal(-1 / 1.724915, vector[5913], 1e-5);
    }

    [Fact]
    public async Task A_repeated_stem_counts_by_the_logarithm()
    {
        using var embedder = StemsOnly();

        var vector = await embedder.OneAsync("кот кот кот дом");

        // No base: every IDF is ln(1/1) + 1 = 1. «кот» 1 + ln 3 = 2.098612 against 1 of «дом».
        Assert.Equal(2.098612, vector[5913] / vector[2069], 1e-5);
    }

    [Theory]
    [InlineData("общежитие", "Общежития")]
    [InlineData("еще", "ЕЩЁ")]
    [InlineData("йод", "йод")]
    public async Task Inflection_case_and_composition_keep_the_stem(string a, string b)
    {
        using var embedder = StemsOnly(Base);

        Assert.Equal(1, Vectors.Dot(await embedder.OneAsync(a), await embedder.OneAsync(b)), 1e-6);
    }

    [Fact]
    public async Task A_typing_error_leaves_most_of_a_word_recognisable()
    {
        using var embedder = Make(Base);
        var right = await embedder.OneAsync("расписание");

        Assert.True(Vectors.Dot(right, await embedder.OneAsync("рассписание")) > 0.3);
        Assert.True(Vectors.Dot(right, await embedder.OneAsync("деканат")) < 0.05);
    }

    [Theory]
    [InlineData("")]
    [InlineData(" ?!… ")]
    public async Task A_text_without_words_resembles_nothing(string text)
    {
        using var embedder = Make(Base);

        Assert.All(await embedder.OneAsync(text), x => Assert.Equal(0, x));
    }

    [Fact]
    public void Vectors_are_finite_have_length_1_and_do_not_depend_on_their_batch()
    {
        using var embedder = Make(Base);
        var word = Gen.OneOf(
            Gen.Const("общежитие"),
            Gen.Const("ё"),
            Gen.Const("42 wi-fi"),
            Gen.Char.Array[1, 8].Select(c => new string(c))
        );
        word.Array[1, 12]
            .Select(w => string.Join(' ', w))
            .Array[1, 5]
            .Sample(
                texts =>
                {
                    var batch = embedder.GenerateAsync(texts).GetAwaiter().GetResult();
                    for (var i = 0; i < texts.Length; i++)
                    {
                        var vector = batch[i].Vector.ToArray();
                        var squares = Vectors.Dot(vector, vector);
                        Assert.True(squares == 0 || Math.Abs(squares - 1) < 1e-5, $"{squares}");
                        Assert.Equal(vector, embedder.GenerateAsync([texts[i]]).GetAwaiter().GetResult()[0].Vector.ToArray());
                    }
                },
                iter: 100
            );
    }

    [Fact]
    public async Task The_order_of_the_passages_and_the_culture_change_nothing()
    {
        using var one = Make(Base);
        var expected = await one.OneAsync("Сроки экзаменов INFO");
        var before = CultureInfo.CurrentCulture;
        try
        {
            CultureInfo.CurrentCulture = CultureInfo.GetCultureInfo("tr-TR");
            using var other = Make([.. Base.Reverse()]);

            Assert.Equal(one.Identity, other.Identity);
            Assert.Equal(expected, await other.OneAsync("Сроки экзаменов INFO"));
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }

    [Fact]
    public void Another_base_or_other_options_are_another_identity()
    {
        string[] identities =
        [
            new LexicalEmbedder(Base, "h").Identity,
            new LexicalEmbedder(Base, "g").Identity,
            new LexicalEmbedder(Base, "h", new LexicalOptions(4096)).Identity,
            new LexicalEmbedder(Base, "h", new LexicalOptions(StemShare: 0.5)).Identity,
        ];

        Assert.Equal(4, identities.Distinct().Count());
        Assert.Equal("builtin:lexical;version=1;dimensions=8192;stems=0.3;base=h", identities[0]);
    }

    [Theory]
    [InlineData(2048, 0.3)]
    [InlineData(5000, 0.3)]
    [InlineData(8192, 1.1)]
    [InlineData(8192, double.NaN)]
    public void Options_out_of_range_are_refused(int dimensions, double stems) =>
        Assert.Throws<ArgumentException>(() => new LexicalEmbedder(Base, "h", new LexicalOptions(dimensions, stems)));

    [Fact]
    public async Task A_cancelled_batch_ends()
    {
        using var embedder = Make(Base);

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() =>
            embedder.GenerateAsync(Base, cancellationToken: new CancellationToken(true))
        );
    }
}
