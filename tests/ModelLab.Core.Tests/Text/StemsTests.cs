using ModelLab.Core.Text;

namespace ModelLab.Core.Tests.Text;

public sealed class StemsTests
{
    [Fact]
    public void Forms_of_one_word_meet_in_one_stem()
    {
        foreach (
            var forms in new[]
            {
                "общежитие общежития общежитию общежитием ОБЩЕЖИТИИ",
                "стипендия стипендии стипендию стипендией",
                "зачёт зачета зачёты зачётов",
                "электронный электронная электронного",
            }
        )
            Assert.Single(Stems.Of(forms).Distinct());
    }

    [Fact]
    public void All_stems_keep_order_and_stop_words() =>
        Assert.Equal(["где", "в", "общежит", "1", "душ"], Stems.Of("Где в общежитии №1 душ?"));

    [Fact]
    public void Content_leaves_out_stop_words_and_keeps_numbers()
    {
        Assert.Equal(["общежит", "1", "душ"], Stems.Content("Где в общежитии №1 есть ли ещё душ?"));
        Assert.Empty(Stems.Content("И что же это было, the"));
        // Stop words are words, not stems: "были" is one, "быль" is none.
        Assert.Equal(["был"], Stems.Content("были быль"));
    }
}
