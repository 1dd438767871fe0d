using ModelLab.Core.Text;

namespace ModelLab.Core.Tests.Text;

public sealed class SlangListTests
{
    [Fact]
    public void An_indicator_shows_in_any_inflection_and_case_and_in_each_of_its_forms()
    {
        var list = SlangList.Parse("общага, общажка\nстипуха\n", "list");
        Assert.Equal(["общага", "стипуха"], list.Indicators);
        Assert.Equal([0, 1], list.In("В ОБЩАГЕ платят стипуху?").Order());
        Assert.Equal([0], list.In("в общажке"));
        Assert.Empty(list.In("общежитие и стипендия"));
        Assert.Empty(list.In(""));
    }

    [Fact]
    public void A_phrase_shows_where_its_words_follow_one_another()
    {
        var list = SlangList.Parse("вайфай, вай фай", "list");
        Assert.Equal([0], list.In("нет вай-фая вообще"));
        Assert.Empty(list.In("вай, где фай"));
        Assert.Empty(list.In("фай вай"));
        Assert.Empty(list.In("ну вай"));
    }

    [Fact]
    public void Comments_blank_lines_and_foreign_line_ends_do_not_matter() =>
        Assert.Equal(["че", "хз"], SlangList.Parse("\uFEFF# мой список\r\n\r\n  Чё , чо \r\nхз", "list").Indicators);

    [Theory]
    [InlineData("# пусто\n", "list: names no indicator: give one a line")]
    [InlineData("а\n\nб,,в", "list: line 3: a form is empty or has no letter or digit: give word, word, …")]
    [InlineData("че\nЧё", "list: line 2: 'че' is there already: put its forms in one line")]
    public void A_list_that_cannot_be_used_is_refused(string text, string message) =>
        Assert.Equal(message, Assert.Throws<BadInputException>(() => SlangList.Parse(text, "list")).Message);

    [Fact]
    public void The_built_in_list_knows_how_students_write()
    {
        var list = SlangList.Default;
        string[] In(string text) => [.. list.In(text).Select(i => list.Indicators[i]).Order(StringComparer.Ordinal)];
        Assert.Equal(["заява", "общага", "платка"], In("поступил на платку, до какого числа подать заяву на общагу?"));
        Assert.Equal(["завалить", "матан", "препод"], In("Завалил матан летом. К какому преподу?"));
        Assert.Equal(["оч", "скока", "че"], In("чё, скока стоит, оч дорого?"));
        Assert.Empty(In("Когда открыт деканат и какие документы нужны для академической справки?"));
    }

    [Fact]
    public void No_form_of_the_built_in_list_belongs_to_two_indicators()
    {
        var list = SlangList.Default;
        Assert.All(list.Indicators, (name, i) => Assert.Equal([i], list.In(name)));
    }

    [Theory, MemberData(nameof(Cultures.Tricky), MemberType = typeof(Cultures))]
    public void Slang_is_found_the_same_in_every_culture(string culture) =>
        Cultures.In(culture, () => Assert.Equal([0], SlangList.Parse("WIFI", "list").In("Где wifi?")));
}
