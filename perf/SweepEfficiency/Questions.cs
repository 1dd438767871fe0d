using System.Globalization;
using ModelLab.Core.Datasets;

namespace ModelLab.Performance;

/// <summary>Makes a data set of any size whose questions, answers and contexts all differ and are as long as real ones.</summary>
internal static class Questions
{
    private const int ContextChars = 600;

    private static readonly string[] Documents =
    [
        "справку об обучении",
        "студенческий билет",
        "академическую справку",
        "пропуск в библиотеку",
        "место в общежитии",
        "социальную стипендию",
        "индивидуальный план",
        "направление на практику",
    ];
    private static readonly string[] Offices =
    [
        "в деканате",
        "в учебном отделе",
        "в многофункциональном центре",
        "в личном кабинете",
        "у куратора группы",
        "в отделе кадров",
        "в приёмной комиссии",
    ];
    private static readonly string[] People =
    [
        "первокурсники",
        "магистранты",
        "аспиранты",
        "студенты-заочники",
        "иностранные студенты",
        "студенты старших курсов",
    ];
    private static readonly string[] Rules =
    [
        "Заявление рассматривают {0} рабочих дней со дня регистрации, и о решении сообщают по почте.",
        "К заявлению прикладывают копию паспорта и квитанцию номер {0}, если услуга платная.",
        "Приём ведётся в кабинете {0} по будням, перерыв с часу до двух.",
        "Кто пропустил срок, попадает в лист ожидания под номером {0}, его обновляют по пятницам.",
        "Подробности изложены в пункте {0} положения об учебном процессе.",
        "При утрате документа вносят плату, её размер установлен приказом номер {0}.",
        "Справки по телефону, добавочный {0}, в часы работы отдела.",
    ];

    /// <summary>The items, the same for the same count.</summary>
    public static IReadOnlyList<GoldItem> Make(int count) => [.. Enumerable.Range(1, count).Select(Item)];

    private static GoldItem Item(int number)
    {
        var dice = new Random(number);
        string Pick(string[] words) => words[dice.Next(words.Length)];
        var (document, office, people) = (Pick(Documents), Pick(Offices), Pick(People));
        var context = string.Create(
            CultureInfo.InvariantCulture,
            $"Памятка {number}. Получить {document} можно {office}. Так поступают {people} и все, кто учится по договору {number}."
        );
        while (context.Length < ContextChars)
            context += " " + string.Format(CultureInfo.InvariantCulture, Pick(Rules), dice.Next(2, 1000));
        return new GoldItem
        {
            Id = string.Create(CultureInfo.InvariantCulture, $"q{number:000000}"),
            Question = string.Create(
                CultureInfo.InvariantCulture,
                $"Договор {number}: где {people} могут получить {document} и сколько этого ждать?"
            ),
            GroundTruthAnswer = string.Create(CultureInfo.InvariantCulture, $"Получить {document} по договору {number} можно {office}."),
            ChunkText = context,
        };
    }
}
