using CsCheck;
using ModelLab.Core.Text;

namespace ModelLab.Core.Tests.Text;

public sealed class ClassTfIdfTests
{
    [Fact]
    public void A_term_weighs_by_its_count_here_and_its_rarity_everywhere()
    {
        // Classes of 4 and 2 terms: A = 3. Everywhere: a 3, b 2, c 1.
        // Class 0: a: 2·ln(1 + 3/3) = 2·0.693147 = 1.386294; b: 2·ln(1 + 3/2) = 2·0.916291 = 1.832581.
        // Class 1: a: 1·ln(1 + 3/3) = 0.693147; c: 1·ln(1 + 3/1) = 1.386294.
        var terms = ClassTfIdf.TopTerms(
            [
                ["a", "b", "a", "b"],
                ["a", "c"],
            ],
            5
        );
        Assert.Equal(["b", "a"], terms[0].Select(t => t.Term));
        Assert.Equal(1.832581, terms[0][0].Weight, 1e-6);
        Assert.Equal(1.386294, terms[0][1].Weight, 1e-6);
        Assert.Equal(["c", "a"], terms[1].Select(t => t.Term));
        Assert.Equal(1.386294, terms[1][0].Weight, 1e-6);
        Assert.Equal(0.693147, terms[1][1].Weight, 1e-6);
    }

    [Fact]
    public void Ties_go_in_ordinal_order_and_the_rest_is_cut() =>
        Assert.Equal(
            ["б", "в"],
            ClassTfIdf
                .TopTerms(
                    [
                        ["в", "г", "б"],
                    ],
                    2
                )[0]
                .Select(t => t.Term)
        );

    [Fact]
    public void Classes_without_terms_have_none()
    {
        Assert.Empty(ClassTfIdf.TopTerms([], 3));
        Assert.All(
            ClassTfIdf.TopTerms(
                [
                    [],
                    [],
                ],
                3
            ),
            Assert.Empty
        );
        Assert.Equal(
            [0, 1],
            ClassTfIdf
                .TopTerms(
                    [
                        [],
                        ["a"],
                    ],
                    3
                )
                .Select(t => t.Count)
        );
    }

    [Fact]
    public void Weights_are_positive_and_fall_and_the_order_of_terms_does_not_matter() =>
        Gens.Of("a", "b", "c", "d")
            .Array[0, 10]
            .Array[0, 5]
            .Sample(classes =>
            {
                var terms = ClassTfIdf.TopTerms(classes, 10);
                Assert.All(terms, t => Assert.Equal(t.OrderByDescending(x => x.Weight), t));
                Assert.All(terms.SelectMany(t => t), t => Assert.True(t.Weight > 0));
                Assert.Equal(terms, ClassTfIdf.TopTerms([.. classes.Select(c => c.Reverse().ToArray())], 10));
            });
}
