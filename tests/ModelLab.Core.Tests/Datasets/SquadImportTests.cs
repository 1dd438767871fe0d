using ModelLab.Core.Datasets;

namespace ModelLab.Core.Tests.Datasets;

public sealed class SquadImportTests
{
    private const string File = "train.json";

    private static SquadImportResult Convert(string json) => SquadImport.Convert(Json.Utf8(json), File);

    private static string Problem(string json) => Assert.Throws<BadInputException>(() => Convert(json)).Message;

    private static string Wrap(string qas, string context = "Столица — Москва.") =>
        $$"""{"data": [{"title": "Города", "paragraphs": [{"context": "{{context}}", "qas": [{{qas}}]}]}]}""";

    [Fact]
    public void Version_1_1_gives_chunks_items_and_pages()
    {
        var result = Convert(
            """
            {"version": "1.1", "data": [
              {"title": "Old town", "paragraphs": [
                {"context": " First. ", "qas": [
                  {"id": "a1", "question": "What?", "answers": [{"text": "First", "answer_start": 0}]},
                  {"id": "a2", "question": "Which?", "answers": [{"text": "First", "answer_start": 0}, {"text": "first", "answer_start": 0}, {"text": "First", "answer_start": 0}]}]},
                {"context": "Second.", "qas": []}]},
              {"paragraphs": [{"context": "Third.", "qas": [{"id": "b1", "question": "Who?", "answers": [{"text": "Third"}]}]}]}]}
            """
        );
        Assert.Equal(
            [
                new KnowledgeChunk(1, "squad://article/0/Old%20town", "First."),
                new KnowledgeChunk(2, "squad://article/0/Old%20town", "Second."),
                new KnowledgeChunk(3, "squad://article/1", "Third."),
            ],
            result.Chunks
        );
        Assert.Equal(["a1", "a2", "b1"], result.Items.Select(i => i.Id));
        Assert.Equal([1L, 1L, 3L], result.Items.Select(i => i.ChunkId!.Value));
        Assert.All(result.Items, i => Assert.Equal(result.Chunks[(int)i.ChunkId! - 1].Text, i.ChunkText));
        Assert.All(result.Items, i => Assert.True(i.Answerable));
        Assert.Equal(0, result.Skipped);
        var several = result.Items[1];
        Assert.Equal("First", several.GroundTruthAnswer);
        Assert.Equal(["First", "first"], several.GroundTruthAnswers);
        Assert.Null(result.Items[0].GroundTruthAnswers);
    }

    [Fact]
    public void Version_2_questions_marked_impossible_become_unanswerable()
    {
        var result = Convert(
            Wrap(
                """
                {"id": "1", "question": "Столица?", "is_impossible": false, "answers": [{"text": "Москва"}]},
                {"id": "2", "question": "Население?", "is_impossible": true, "answers": [], "plausible_answers": [{"text": "Москва"}]}
                """
            )
        );
        Assert.Equal([true, false], result.Items.Select(i => i.Answerable));
        Assert.Equal("", result.Items[1].GroundTruthAnswer);
        Assert.Empty(result.Items[1].References);
    }

    [Fact]
    public void Questions_without_an_answer_that_nobody_called_impossible_are_counted()
    {
        var result = Convert(
            Wrap(
                """
                {"id": "1", "question": "a?", "answers": []}, {"id": "2", "question": "b?"}, {"id": "3", "question": "c?", "answers": [{"text": " "}]},
                {"id": "4", "question": "d?", "answers": [{"text": "д"}]}
                """
            )
        );
        Assert.Equal(("4", 3), (Assert.Single(result.Items).Id, result.Skipped));
    }

    [Fact]
    public void Byte_order_marks_are_no_part_of_texts()
    {
        var item = Assert.Single(
            Convert(
                Wrap("""{"id": "1", "question": "\ufeffСтолица?", "answers": [{"text": "Москва\ufeff"}]}""", "\\ufeffСтолица — Москва.")
            ).Items
        );
        Assert.Equal(("Столица?", "Москва", "Столица — Москва."), (item.Question, item.GroundTruthAnswer, item.ChunkText));
        byte[] marked = [0xEF, 0xBB, 0xBF, .. Json.Utf8(Wrap("""{"id": "1", "question": "q", "answers": [{"text": "a"}]}"""))];
        Assert.Single(SquadImport.Convert(marked, File).Items);
    }

    [Fact]
    public void A_missing_or_repeated_id_is_derived_from_content()
    {
        var items = Convert(
            Wrap(
                """
                {"id": "1", "question": "a?", "answers": [{"text": "1"}]}, {"id": "1", "question": "b?", "answers": [{"text": "2"}]},
                {"question": "c?", "answers": [{"text": "3"}]}, {"id": " ", "question": "d?", "answers": [{"text": "4"}]}
                """
            )
        ).Items;
        Assert.Equal(
            ["1", ItemId.FromContent("b?", "2", "1"), ItemId.FromContent("c?", "3", "1"), ItemId.FromContent("d?", "4", "1")],
            items.Select(i => i.Id)
        );
    }

    [Fact]
    public void Whole_numbers_are_ids_and_blank_paragraphs_are_left_out()
    {
        var squad = Convert(
            """
            {"data": [{"title": "t", "paragraphs": [
              {"context": " ", "qas": [{"id": 60545, "question": "e?", "answers": [{"text": "5"}]}]},
              {"context": "c", "qas": [{"id": 60544, "question": "d?", "answers": [{"text": "4"}]}]}]}]}
            """
        );
        Assert.Equal(["60544"], squad.Items.Select(i => i.Id));
        Assert.Equal([1L], squad.Chunks.Select(c => c.Id));
        Assert.Equal(["article 0, paragraph 0"], squad.Blank);
    }

    [Theory]
    [InlineData("[]", "not SQuAD: expected an object whose field 'data' is a list of articles")]
    [InlineData("""{"data": {}}""", "not SQuAD: expected an object whose field 'data' is a list of articles")]
    [InlineData("""{"version": "v2.0"}""", "not SQuAD: expected an object whose field 'data' is a list of articles")]
    [InlineData("""{"data": []}""", "holds no usable questions")]
    [InlineData("""{"data": [1]}""", "article 0: field 'paragraphs': must be a list")]
    [InlineData("""{"data": [{"title": "t", "paragraphs": []}, {"title": "t"}]}""", "article 1: field 'paragraphs': must be a list")]
    [InlineData("""{"data": [{"paragraphs": [{"qas": []}]}]}""", "article 0, paragraph 0: field 'context': must be a string")]
    [InlineData(
        """{"data": [{"paragraphs": [{"context": "c", "qas": []}, {"context": "c"}]}]}""",
        "article 0, paragraph 1: field 'qas': must be a list"
    )]
    [InlineData(
        """{"data": [{"paragraphs": [{"context": "c", "qas": [7]}]}]}""",
        "article 0, paragraph 0, question 0: field 'question': must be a string"
    )]
    [InlineData(
        """{"data": [{"paragraphs": [{"context": "c", "qas": [{"question": " ", "answers": []}]}]}]}""",
        "article 0, paragraph 0, question 0: field 'question': is blank"
    )]
    [InlineData(
        """{"data": [{"paragraphs": [{"context": "c", "qas": [{"question": "q", "answers": "a"}]}]}]}""",
        "article 0, paragraph 0, question 0: field 'answers': must be a list"
    )]
    [InlineData(
        """{"data": [{"paragraphs": [{"context": "c", "qas": [{"question": "q", "answers": [{"text": 1}]}]}]}]}""",
        "article 0, paragraph 0, question 0: field 'text': must be a string"
    )]
    [InlineData(
        """{"data": [{"paragraphs": [{"context": "c", "qas": [{"question": "q", "answers": [{"text": "a"}]}, {"question": "q", "answers": [{"text": "a"}]}]}]}]}""",
        "article 0, paragraph 0, question 1: repeats an earlier question of the same paragraph"
    )]
    [InlineData(
        """{"data": [{"paragraphs": [{"context": "\ud83d", "qas": []}]}]}""",
        "line 1: a \\u escape holds half of a character: write the whole character"
    )]
    [InlineData("{", "not JSON (line 1, byte 2)")]
    public void A_broken_file_is_refused_with_the_place_where_it_breaks(string json, string problem) =>
        Assert.Equal($"{File}: {problem}", Problem(json));

    [Fact]
    public void What_is_imported_can_be_written_and_read_as_a_data_set()
    {
        var items = Convert(
            Wrap(
                """{"id": "1", "question": "a?", "answers": [{"text": "1"}, {"text": "2"}]}, {"id": "2", "question": "b?", "is_impossible": true, "answers": []}"""
            )
        ).Items;
        using var stream = new MemoryStream();
        DatasetWriter.Write(stream, items);
        var read = GoldDatasetReader.Read(stream.ToArray(), "d.json").Items;
        Assert.Equal(
            items.Select(i => (i.Id, i.Question, i.GroundTruthAnswer, i.Answerable, i.ChunkId)),
            read.Select(i => (i.Id, i.Question, i.GroundTruthAnswer, i.Answerable, i.ChunkId))
        );
    }
}
