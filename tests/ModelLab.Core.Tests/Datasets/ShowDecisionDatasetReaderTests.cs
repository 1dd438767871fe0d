using ModelLab.Core.Datasets;

namespace ModelLab.Core.Tests.Datasets;

public sealed class ShowDecisionDatasetReaderTests
{
    private const string File = "dataset_judge_pipeline_x.json";

    private static IReadOnlyList<ShowDecisionItem> Read(string json) => ShowDecisionDatasetReader.Read(Json.Utf8(json), File).Items;

    private static string Problem(string json) => Assert.Throws<BadInputException>(() => Read(json)).Message;

    [Fact]
    public void Every_known_field_is_read_and_unknown_ones_are_kept()
    {
        var item = Assert.Single(
            Read(
                """
                [{"id": 5, "question": "Где?", "answer": "Тут", "context": "Тут.", "ground_truth_show": false, "rationale": "неверно",
                  "defect": "wrong_place", "confluence_url": "https://wiki", "annotator": "A", "chunk_id": 4}]
                """
            )
        );
        Assert.Equal(("5", "Где?", "Тут", "Тут.", false), (item.Id, item.Question, item.Answer, item.Context, item.GroundTruthShow));
        Assert.Equal(("неверно", "wrong_place", "https://wiki"), (item.Rationale, item.Defect, item.ConfluenceUrl));
        Assert.Equal(["annotator", "chunk_id"], item.Extra!.Keys.Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData("true", true)]
    [InlineData("false", false)]
    [InlineData("\"yes\"", true)]
    [InlineData("\"no\"", false)]
    [InlineData("\"true\"", true)]
    [InlineData("\"false\"", false)]
    [InlineData("\"да\"", true)]
    [InlineData("\"нет\"", false)]
    [InlineData("\" YES \"", true)]
    [InlineData("\"Нет\"", false)]
    public void A_label_is_a_boolean_or_one_of_six_words(string label, bool show) =>
        Assert.Equal(
            show,
            Read($$"""[{"question": "q", "answer": "a", "context": "c", "ground_truth_show": {{label}}}]""")[0].GroundTruthShow
        );

    [Theory]
    [InlineData("1", "1")]
    [InlineData("0", "0")]
    [InlineData("\"maybe\"", "\"maybe\"")]
    [InlineData("\"\"", "\"\"")]
    [InlineData("\"y\"", "\"y\"")]
    [InlineData("[true]", "a list")]
    [InlineData("{}", "an object")]
    public void Another_label_is_refused(string label, string shown) =>
        Assert.Equal(
            $"{File}: item 0: field 'ground_truth_show': must be true or false (or \"yes\" or \"no\"), but is {shown}",
            Problem($$"""[{"question": "q", "answer": "a", "context": "c", "ground_truth_show": {{label}}}]""")
        );

    [Theory]
    [InlineData("""{"answer": "a", "context": "c", "ground_truth_show": true}""", "field 'question': missing: every item needs it")]
    [InlineData(
        """{"question": "", "answer": "a", "context": "c", "ground_truth_show": true}""",
        "field 'question': is blank: every item needs it"
    )]
    [InlineData(
        """{"question": "q", "context": "c", "ground_truth_show": true}""",
        "field 'answer': missing: every item needs it, \"\" for none"
    )]
    [InlineData(
        """{"question": "q", "answer": "a", "ground_truth_show": true}""",
        "field 'context': missing: every item needs it, \"\" for none"
    )]
    [InlineData(
        """{"question": "q", "answer": "a", "context": null, "ground_truth_show": true}""",
        "field 'context': missing: every item needs it, \"\" for none"
    )]
    [InlineData(
        """{"question": "q", "answer": ["a"], "context": "c", "ground_truth_show": true}""",
        "field 'answer': must be a string, but is a list"
    )]
    [InlineData(
        """{"question": "q", "answer": "a", "context": "c"}""",
        "field 'ground_truth_show': missing: every item needs a label, true or false"
    )]
    [InlineData(
        """{"question": "q", "answer": "a", "context": "c", "ground_truth_show": null}""",
        "field 'ground_truth_show': missing: every item needs a label, true or false"
    )]
    [InlineData(
        """{"question": "q", "answer": "a", "context": "c", "ground_truth_show": true, "defect": 1}""",
        "field 'defect': must be a string, but is 1"
    )]
    public void A_missing_or_wrong_field_is_refused(string item, string problem) =>
        Assert.Equal($"{File}: item 0: {problem}", Problem($"[{item}]"));

    [Fact]
    public void An_empty_answer_and_an_empty_context_are_items()
    {
        var item = Assert.Single(Read("""[{"question": "q", "answer": "", "context": "", "ground_truth_show": false}]"""));
        Assert.Equal(("", ""), (item.Answer, item.Context));
    }

    [Theory]
    [InlineData("{}", "must be a JSON array of items, but is an object")]
    [InlineData("[]", "holds no items: an empty array cannot be evaluated")]
    [InlineData("[1]", "item 0: must be an object, but is a number")]
    [InlineData("[", "not JSON (line 1, byte 2)")]
    public void A_file_of_another_shape_is_refused(string json, string problem) => Assert.Equal($"{File}: {problem}", Problem(json));

    [Fact]
    public void The_label_is_no_part_of_the_id_so_one_answer_cannot_have_two_labels() =>
        Assert.Equal(
            $"{File}: item 1: repeats item 0: delete one of the two",
            Problem(
                """
                [{"question": "q", "answer": "a", "context": "c", "ground_truth_show": true},
                 {"question": "q", "answer": "a", "context": "c", "ground_truth_show": false}]
                """
            )
        );
}
