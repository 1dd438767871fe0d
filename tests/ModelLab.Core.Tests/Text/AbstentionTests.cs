using ModelLab.Core.Text;

namespace ModelLab.Core.Tests.Text;

public sealed class AbstentionTests
{
    [Theory]
    [InlineData("ответ не найден")]
    [InlineData("Ответ не найден.")]
    [InlineData("**Ответ не найден**")]
    [InlineData("К сожалению, ответ на ваш вопрос не найден.")]
    [InlineData("Ответа на этот вопрос в базе знаний нет.")]
    [InlineData("Ответ в тексте отсутствует")]
    [InlineData("К сожалению, я не нашёл ответа на этот вопрос.")]
    [InlineData("Мы не нашли информации о парковке.")]
    [InlineData("Не удалось найти ответ на ваш вопрос.")]
    [InlineData("Ничего не найдено.")]
    [InlineData("Ответа не нашлось.")]
    [InlineData("Информации о Wi-Fi нет.")]
    [InlineData("Нет никакой информации о парковке.")]
    [InlineData("Not found.")]
    [InlineData("В предоставленном фрагменте нет информации о стоимости проживания.")]
    [InlineData("Во фрагменте нет данных об этом. Обратитесь в деканат.")]
    [InlineData("Информация отсутствует.")]
    [InlineData("Информация о том, когда открыт бассейн, в контексте отсутствует.")]
    [InlineData("Сведений о бассейне нет.")]
    [InlineData("Данных о ценах нет")]
    [InlineData("Данные о парковке во фрагменте не указаны.")]
    [InlineData("Фрагмент не содержит ответа на вопрос.")]
    [InlineData("Контекст не содержит информации о сроках.")]
    [InlineData("В контексте не указано, во сколько открывается библиотека.")]
    [InlineData("В документе об этом не говорится.")]
    [InlineData("Извините, я не могу ответить на этот вопрос.")]
    [InlineData("Не могу помочь с этим вопросом.")]
    [InlineData("Я не знаю.")]
    [InlineData("I don't know.")]
    [InlineData("I don’t know the answer.")]
    [InlineData("I do not know")]
    [InlineData("Sorry, I cannot answer this question.")]
    [InlineData("I can't answer that.")]
    [InlineData("The answer was not found in the context.")]
    [InlineData("There is no information about parking in the context.")]
    [InlineData("The context does not contain the answer.")]
    public void An_answer_that_says_there_is_none_abstains(string answer) => Assert.True(Abstention.IsAbstention(answer));

    [Theory]
    [InlineData("Библиотека открыта с 9 до 18.")]
    [InlineData("Нет, общежитие летом закрыто.")]
    [InlineData("Нет.")]
    [InlineData("Ответ: нет, пропуск не нужен.")]
    [InlineData("Ответ — нет, пропуск не нужен.")]
    [InlineData("Вы не нашли ответ? Позвоните в деканат.")]
    [InlineData("Для поступления данных документов достаточно.")]
    [InlineData("Карта not found: закажите новую.")]
    [InlineData("Ответ на заявление приходит за три дня, платить не нужно.")]
    [InlineData("Информацию о стипендии можно получить в деканате; доплат нет.")]
    [InlineData("Данная справка выдаётся бесплатно, и очереди нет.")]
    [InlineData("Ответственный за пропуска не указан в приказе.")]
    [InlineData("В заявлении не указан ответственный, впишите его сами.")]
    [InlineData("Если вы не нашли ответ на портале, напишите в поддержку.")]
    [InlineData("Если не нашли информацию в личном кабинете, позвоните в деканат.")]
    [InlineData("Если нет ответа в течение трёх дней, позвоните по телефону 123.")]
    [InlineData("Если данных в системе нет, обратитесь в деканат.")]
    [InlineData("Если вы не знаете пароль, нажмите «Забыли пароль».")]
    [InlineData("When no answer comes within three days, call the office.")]
    [InlineData("If your card is not found, ask at the desk.")]
    [InlineData("Пропуск не найден — закажите новый в бюро.")]
    [InlineData("Не могу найти пропуск: обратитесь в бюро пропусков, ауд. 12.")]
    [InlineData("В заявлении не нужно указывать паспортные данные.")]
    [InlineData("Парковка есть во дворе. Информации о цене нет.")]
    [InlineData("")]
    [InlineData("  \n")]
    public void An_answer_that_says_something_does_not_abstain(string answer) => Assert.False(Abstention.IsAbstention(answer));

    [Fact]
    public void An_answer_of_more_than_25_words_does_not_abstain()
    {
        // "Информации нет" is 2 words.
        Assert.True(Abstention.IsAbstention("Информации нет. " + string.Join(' ', Enumerable.Repeat("слово", 23))));
        Assert.False(Abstention.IsAbstention("Информации нет. " + string.Join(' ', Enumerable.Repeat("слово", 24))));
    }
}
