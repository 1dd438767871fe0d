using ModelLab.Core;
using ModelLab.Knowledge.Import;

namespace ModelLab.Knowledge.Tests.Import;

public sealed class PastQuestionsCsvTests
{
    private const string Header = "question,answer,confluence_url,score,created_at\n";

    [Fact]
    public void All_fields_are_read_and_empty_ones_are_none()
    {
        var content = Read(
            Header + "\"Где, \"\"тут\"\"?\",\"Первая строка\nвторая\",https://wiki.example/a,4.5,2025-09-01T09:12:30\nА когда?,,,,\n"
        );
        Assert.Equal(
            [
                new PastQuestion(
                    1,
                    "Где, \"тут\"?",
                    "Первая строка\nвторая",
                    "https://wiki.example/a",
                    4.5,
                    new DateTime(2025, 9, 1, 9, 12, 30)
                ),
                new PastQuestion(2, "А когда?"),
            ],
            content.PastQuestions
        );
        Assert.True(content.AssignIds);
        Assert.Empty(content.Chunks);
    }

    [Fact]
    public void Columns_may_come_in_any_order_with_others_between_and_with_semicolons()
    {
        var content = Read("user_id;Score;QUESTION\r\n77;5;Где, скажите?\r\n\r\n78;;Когда?\r\n");
        Assert.Equal([new PastQuestion(1, "Где, скажите?", Score: 5), new PastQuestion(2, "Когда?")], content.PastQuestions);
    }

    [Theory]
    [InlineData("2025-09-01", 0, 0)]
    [InlineData("2025-09-01 09:12", 9, 12)]
    [InlineData("2025-09-01 09:12:00.000", 9, 12)]
    public void Times_are_read_as_exports_write_them(string text, int hour, int minute) =>
        Assert.Equal(new DateTime(2025, 9, 1, hour, minute, 0), Read($"question,created_at\nГде?,{text}\n").PastQuestions[0].CreatedAt);

    [Theory]
    [InlineData("Где?,,,6,", "line 2: field 'score': '6' is no number from 1 to 5")]
    [InlineData("Где?,,,\"5,5\",", "line 2: field 'score': '5,5' is no number from 1 to 5")]
    [InlineData("Где?,,,NaN,", "line 2: field 'score': 'NaN' is no number from 1 to 5")]
    [InlineData(
        "Где?,,,,31.09.2025",
        "line 2: field 'created_at': '31.09.2025' is no time: write it as 2025-09-01T09:12:00, in the help desk's own time"
    )]
    [InlineData("А?,,,,\nГде, скажите?,,,,", "line 3: has 6 fields, the header has 5: put fields with separators or line breaks in quotes")]
    [InlineData("\"А\nб?\",,,,\n\"В\nг\",,,,\n ,,,,", "line 6: field 'question': is blank: every row needs it")]
    [InlineData("А?,,,,\n\nБ?,,,0,", "line 4: field 'score': '0' is no number from 1 to 5")]
    [InlineData("А?,,,,\nГде \"тут\"?,,,,", "line 3: a quote stands where none may: double quotes inside a field, and close the field")]
    [InlineData(
        "А?,,,,\nБ?,\"не закрыто,,,\nВ?,,,,\n",
        "line 3: has 2 fields, the header has 5: put fields with separators or line breaks in quotes"
    )]
    [InlineData(
        "А?,,,,\nБ?,,,,\"не закрыто\nВ?,,,,\n",
        "line 3: a quote stands where none may: double quotes inside a field, and close the field"
    )]
    [InlineData("", "holds no questions")]
    public void A_wrong_row_is_named_by_its_line(string rows, string problem) =>
        Assert.Equal($"past.csv: {problem}", Assert.Throws<BadInputException>(() => Read(Header + rows)).Message);

    [Theory]
    [InlineData("")]
    [InlineData("answer,score\nТут,5\n")]
    [InlineData("Где?\n")]
    public void A_file_without_the_column_question_is_refused(string text) =>
        Assert.StartsWith(
            "past.csv: line 1: no column 'question'",
            Assert.Throws<BadInputException>(() => Read(text)).Message,
            StringComparison.Ordinal
        );

    [Fact]
    public void A_field_too_long_is_refused()
    {
        var error = Assert.Throws<BadInputException>(() =>
            Read(Header + "А?,,,,\nГде?," + new string('я', 6) + ",,,\n", new ImportLimits(ChunkBytes: 11))
        );
        Assert.Equal("past.csv: line 3: field 'answer': has 12 bytes, more than 11: is a closing quote missing?", error.Message);
    }

    private static KnowledgeContent Read(string text, ImportLimits? limits = null) =>
        PastQuestionsCsv.Read(text, "past.csv", limits ?? ImportLimits.Default);
}
