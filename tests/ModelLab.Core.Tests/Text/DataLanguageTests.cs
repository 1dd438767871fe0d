using ModelLab.Core.Text;

namespace ModelLab.Core.Tests.Text;

public sealed class DataLanguageTests
{
    [Theory]
    [InlineData(DataLanguage.Ru, "Где расписание?")]
    [InlineData(DataLanguage.En, "Where is the timetable?")]
    [InlineData(DataLanguage.Ru, "Как войти в Wi-Fi?")] // 8 of 12 letters
    [InlineData(DataLanguage.En, "What does «зачёт» mean?")] // 5 of 17
    [InlineData(DataLanguage.Ru, "2 + 2?")] // nothing speaks against the first users' language
    [InlineData(DataLanguage.En, "Où est la bibliothèque ?")]
    public void The_language_of_most_letters(DataLanguage language, string text) => Assert.Equal(language, DataLanguages.Of([text]));

    [Fact]
    public void Of_all_texts_together() => Assert.Equal(DataLanguage.En, DataLanguages.Of(["привет", "the timetable of the library"]));
}
