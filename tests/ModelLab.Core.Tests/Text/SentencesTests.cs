using CsCheck;
using ModelLab.Core.Text;

namespace ModelLab.Core.Tests.Text;

public sealed class SentencesTests
{
    [Theory]
    [InlineData("Первое. Второе! Третье? Да… Нет", new[] { "Первое.", "Второе!", "Третье?", "Да…", "Нет" })]
    [InlineData("Что?! Вот так... Ясно.", new[] { "Что?!", "Вот так...", "Ясно." })]
    [InlineData("Открыто до 18. 20 мест свободно.", new[] { "Открыто до 18.", "20 мест свободно." })]
    [InlineData("Он сказал: «Приходите завтра.» Потом ушёл.", new[] { "Он сказал: «Приходите завтра.»", "Потом ушёл." })]
    [InlineData("Готово. «Да», — сказал он. (Смеётся.) Всё.", new[] { "Готово.", "«Да», — сказал он.", "(Смеётся.)", "Всё." })]
    [InlineData("Готово. — Спасибо!", new[] { "Готово.", "— Спасибо!" })]
    [InlineData("See the page. It opens at 9.", new[] { "See the page.", "It opens at 9." })]
    public void Text_is_split_behind_closing_punctuation(string text, string[] sentences) => Assert.Equal(sentences, Sentences.Of(text));

    [Theory]
    [InlineData("Приём в ауд. 305 по адресу: г. Москва, ул. Ленина, д. 5, корп. 2, каб. 12.")]
    [InlineData("Декан — проф. Иванов И. И. Петров ему помогает.")]
    [InlineData("Его зовут А.С. Пушкин.")]
    [InlineData("Нужны паспорт и т. д. Всё взять с собой.")]
    [InlineData("Нужны паспорт и т.п. Всё взять с собой.")]
    [InlineData("Тел. 123-45-67, доб. 89.")]
    [InlineData("Стоимость 5 тыс. Рублей.")]
    [InlineData("См. п. 3.2 и ст. 12 (см. Приложение).")]
    [InlineData("Пишите на адрес help.desk@mail.ru или на mail.ru до 18.30.")]
    [InlineData("Средний балл 4.5 и выше.")]
    [InlineData("Версия 1.2.3 вышла")]
    [InlineData("Ждите... потом идите")]
    [InlineData("Приём до 18.30")]
    public void Abbreviations_initials_and_decimals_do_not_end_a_sentence(string text) => Assert.Equal([text], Sentences.Of(text));

    [Theory]
    [InlineData("Заголовок\nтекст под ним\r\n\r\n  ещё\n", new[] { "Заголовок", "текст под ним", "ещё" })]
    [InlineData("Адрес: ул.\nЛенина", new[] { "Адрес: ул.", "Ленина" })]
    [InlineData("Раз.\nДва.", new[] { "Раз.", "Два." })]
    public void Every_line_break_ends_a_sentence(string text, string[] sentences) => Assert.Equal(sentences, Sentences.Of(text));

    [Fact]
    public void The_number_of_a_list_item_belongs_to_the_item() =>
        Assert.Equal(
            ["Порядок:", "1. Откройте сайт.", "2. Нажмите «Войти».", "10. Готово."],
            Sentences.Of("Порядок:\n1. Откройте сайт.\n2. Нажмите «Войти».\n10. Готово.")
        );

    [Fact]
    public void A_long_run_of_abbreviations_is_one_sentence()
    {
        var text = string.Concat(Enumerable.Repeat("А. ", 100_000)) + "Б";
        Assert.Equal([text], Sentences.Of(text));
    }

    [Theory]
    [InlineData("")]
    [InlineData(" \n\t ")]
    public void Blank_text_has_no_sentences(string text) => Assert.Empty(Sentences.Of(text));

    [Fact]
    public void Nothing_but_white_space_is_lost() =>
        Gen.OneOf(Gens.AnyText(30), Gens.Joined(15, "А", "б", ".", "!", "…", " ", "\n", "«", "»", "г", "5", "т.", "(", ")", "—"))
            .Sample(
                text =>
                {
                    var sentences = Sentences.Of(text);
                    Assert.All(sentences, s => Assert.False(string.IsNullOrWhiteSpace(s)));
                    Assert.Equal(Bare(text), Bare(string.Concat(sentences)));
                },
                iter: 5_000
            );

    private static string Bare(string text) => string.Concat(text.Where(c => !char.IsWhiteSpace(c)));
}
