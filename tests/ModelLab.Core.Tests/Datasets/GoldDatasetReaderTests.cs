using System.Security.Cryptography;
using ModelLab.Core.Datasets;

namespace ModelLab.Core.Tests.Datasets;

public sealed class GoldDatasetReaderTests
{
    private const string File = "data/dataset_x.json";

    private static GoldDataset Read(string json) => GoldDatasetReader.Read(Json.Utf8(json), File);

    private static string Problem(string json) => Problem(Json.Utf8(json));

    private static string Problem(byte[] bytes) => Assert.Throws<BadInputException>(() => GoldDatasetReader.Read(bytes, File)).Message;

    [Fact]
    public void Every_known_field_is_read()
    {
        var item = Assert.Single(
            Read(
                """
                [{
                  "id": "q-1", "question": "Где столовая?", "ground_truth_answer": "Корпус 2", "ground_truth_answers": ["Корпус 2", "Во втором корпусе", " "],
                  "chunk_id": 12, "chunk_text": "Столовая — корпус 2.", "confluence_url": "https://wiki/1", "relevant_chunk_ids": [12, "13"],
                  "relevant_urls": ["https://wiki/1", "https://wiki/2"], "source": "manual", "question_source": "log", "user_score": 4.5,
                  "question_answer_id": 9007199254740993, "is_question_ok": 1, "is_answer_ok": 0, "is_chunk_ok": true, "notes": "ок",
                  "answerable": true, "session_id": 77, "turn": 2, "human_score": 5
                }]
                """
            ).Items
        );
        Assert.Equal("q-1", item.Id);
        Assert.Equal("Где столовая?", item.Question);
        Assert.Equal("Корпус 2", item.GroundTruthAnswer);
        Assert.Equal(["Корпус 2", "Во втором корпусе", " "], item.GroundTruthAnswers);
        Assert.Equal(["Корпус 2", "Во втором корпусе"], item.References);
        Assert.Equal(12, item.ChunkId);
        Assert.Equal("Столовая — корпус 2.", item.ChunkText);
        Assert.Equal("https://wiki/1", item.ConfluenceUrl);
        Assert.Equal([12L, 13L], item.RelevantChunkIds);
        Assert.Equal(["https://wiki/1", "https://wiki/2"], item.RelevantUrls);
        Assert.Equal("manual", item.Source);
        Assert.Equal("log", item.QuestionSource);
        Assert.Equal(4.5, item.UserScore);
        // 2^53 + 1: a number that a double cannot hold.
        Assert.Equal(9007199254740993, item.QuestionAnswerId);
        Assert.True(item.IsQuestionOk);
        Assert.False(item.IsAnswerOk);
        Assert.True(item.IsChunkOk);
        Assert.Equal("ок", item.Notes);
        Assert.True(item.Answerable);
        Assert.Equal("77", item.SessionId);
        Assert.Equal(2, item.Turn);
        Assert.Equal(5, item.HumanScore);
        Assert.Null(item.Extra);
    }

    [Fact]
    public void What_the_file_does_not_say_is_null_and_null_means_not_said()
    {
        foreach (
            var json in new[]
            {
                """[{"question": "q", "ground_truth_answer": "a"}]""",
                """[{"id": null, "question": "q", "ground_truth_answer": "a", "chunk_id": null, "is_answer_ok": null, "user_score": null, "answerable": null, "relevant_urls": null, "turn": null}]""",
            }
        )
        {
            var item = Assert.Single(Read(json).Items);
            Assert.Null(item.ChunkId);
            Assert.Null(item.ChunkText);
            Assert.Null(item.IsAnswerOk);
            Assert.Null(item.UserScore);
            Assert.Null(item.RelevantUrls);
            Assert.Null(item.Turn);
            Assert.True(item.Answerable);
        }
    }

    [Fact]
    public void The_digest_is_that_of_the_bytes_and_a_byte_order_mark_is_accepted()
    {
        const string json = """[{"question": "Где?", "ground_truth_answer": "Тут"}]""";
        byte[] marked = [0xEF, 0xBB, 0xBF, .. Json.Utf8(json)];
        var (plain, withMark) = (Read(json), GoldDatasetReader.Read(marked, File));
        Assert.Equal(plain.Items[0].Id, withMark.Items[0].Id);
        Assert.Equal(Convert.ToHexStringLower(SHA256.HashData(marked)), withMark.Sha256);
        Assert.NotEqual(plain.Sha256, withMark.Sha256);
    }

    [Theory]
    [InlineData("", "line 1, byte 1")]
    [InlineData("{", "line 1, byte 2")]
    [InlineData("[{\"question\": \"q\",\n \"ground_truth_answer\": }]", "line 2, byte 25")]
    [InlineData("[{\"question\": \"q\" // comment\n}]", "line 1, byte 19")]
    public void Text_that_is_not_json_is_refused_with_its_place(string json, string place) =>
        Assert.Equal($"{File}: not JSON ({place})", Problem(json));

    [Theory]
    [InlineData("[{\"question\": NaN}]", "NaN is no number of JSON: write null, or leave the field out (line 1, byte 15)")]
    [InlineData("[{\"a\": x, \"b\": \"NaN\"}]", "not JSON (line 1, byte 8)")]
    [InlineData("[{\"a\":x,\"NaN\":1}]", "not JSON (line 1, byte 7)")]
    public void A_number_that_is_none_is_named_where_it_stands(string json, string problem) =>
        Assert.Equal($"{File}: {problem}", Problem(json));

    [Fact]
    public void Another_encoding_is_called_that()
    {
        var text = """[{"question": "Где?", "ground_truth_answer": "Тут"}]""";
        // "Г" is 0xC3 in Windows-1251; UTF-16 begins with FF FE, which UTF-8 never holds.
        Assert.Equal($"{File}: not UTF-8: save it in that encoding", Problem([.. "[{\"question\": \""u8, 0xC3, 0xE4, 0xE5, .. "\"}]"u8]));
        Assert.Equal($"{File}: not UTF-8: save it in that encoding", Problem([0xFF, 0xFE, .. System.Text.Encoding.Unicode.GetBytes(text)]));
    }

    [Theory]
    [InlineData("""{"items": []}""", "must be a JSON array of items, but is an object")]
    [InlineData(
        """{"data": []}""",
        "must be a JSON array of items, but is an object; a SQuAD file is imported with 'dataset import FILE --format squad'"
    )]
    [InlineData("\"text\"", "must be a JSON array of items, but is a string")]
    [InlineData("7", "must be a JSON array of items, but is a number")]
    [InlineData("true", "must be a JSON array of items, but is true or false")]
    [InlineData("null", "must be a JSON array of items, but is null")]
    [InlineData("[]", "holds no items: an empty array cannot be evaluated")]
    public void A_file_that_is_no_list_of_items_is_refused(string json, string problem) =>
        Assert.Equal($"{File}: {problem}", Problem(json));

    [Theory]
    [InlineData("\"text\"", "a string")]
    [InlineData("[]", "a list")]
    [InlineData("null", "null")]
    [InlineData("1", "a number")]
    public void An_item_that_is_no_object_is_refused_with_its_index(string second, string kind) =>
        Assert.Equal(
            $"{File}: item 1: must be an object, but is {kind}",
            Problem($$"""[{"question": "q", "ground_truth_answer": "a"}, {{second}}]""")
        );

    [Theory]
    [InlineData("""{"ground_truth_answer": "a"}""", "field 'question': missing: every item needs it")]
    [InlineData("""{"question": null, "ground_truth_answer": "a"}""", "field 'question': missing: every item needs it")]
    [InlineData("""{"question": " \t\n", "ground_truth_answer": "a"}""", "field 'question': is blank: every item needs it")]
    [InlineData("""{"question": 5, "ground_truth_answer": "a"}""", "field 'question': must be a string, but is 5")]
    [InlineData("""{"question": ["q"], "ground_truth_answer": "a"}""", "field 'question': must be a string, but is a list")]
    [InlineData("""{"question": "q"}""", "field 'ground_truth_answer': missing: write the reference answer, or set \"answerable\": false")]
    [InlineData(
        """{"question": "q", "ground_truth_answer": "  "}""",
        "field 'ground_truth_answer': is blank: write the reference answer, or set \"answerable\": false"
    )]
    [InlineData("""{"question": "q", "ground_truth_answer": {}}""", "field 'ground_truth_answer': must be a string, but is an object")]
    public void Question_and_answer_are_needed(string item, string problem) =>
        Assert.Equal($"{File}: item 0: {problem}", Problem($"[{item}]"));

    [Theory]
    [InlineData("\"id\": \"\"")]
    [InlineData("\"id\": \" \"")]
    [InlineData("\"id\": null, \"confluence_url\": \"\", \"relevant_urls\": [\"\", \" \"]")]
    public void What_is_blank_is_not_there(string fields)
    {
        var item = Assert.Single(
            GoldDatasetReader.Read(Json.Utf8($"[{{\"question\": \"q\", \"ground_truth_answer\": \"a\", {fields}}}]"), File).Items
        );
        Assert.Equal(ItemId.FromContent("q", "a", null), item.Id);
        Assert.Null(item.ConfluenceUrl);
        Assert.Empty(item.RelevantPages);
    }

    [Theory]
    [InlineData("id", "1.5", "must be a string or a whole number, but is 1.5")]
    [InlineData("id", "true", "must be a string or a whole number, but is true")]
    [InlineData("chunk_id", "\"abc\"", "must be a whole number, but is \"abc\"")]
    [InlineData("chunk_id", "1.5", "must be a whole number, but is 1.5")]
    [InlineData("chunk_id", "\" 1\"", "must be a whole number, but is \" 1\"")]
    [InlineData("chunk_id", "\"1 000\"", "must be a whole number, but is \"1 000\"")]
    [InlineData("chunk_id", "9223372036854775808", "must be a whole number, but is 9223372036854775808")]
    [InlineData("chunk_text", "[]", "must be a string, but is a list")]
    [InlineData("relevant_chunk_ids", "3", "must be a list of whole numbers, but is 3")]
    [InlineData("relevant_chunk_ids", "[1, \"x\"]", "must be a whole number, but is \"x\"")]
    [InlineData("relevant_chunk_ids", "[null]", "must be a whole number, but is null")]
    [InlineData("relevant_urls", "\"https://wiki\"", "must be a list of strings, but is \"https://wiki\"")]
    [InlineData("relevant_urls", "[\"a\", 1]", "must be a list of strings, but is 1")]
    [InlineData("ground_truth_answers", "{}", "must be a list of strings, but is an object")]
    [InlineData("user_score", "\"4\"", "must be a number from 1 to 5, but is \"4\"")]
    [InlineData("user_score", "0.9", "0.9 is outside 1–5")]
    [InlineData("human_score", "5.1", "5.1 is outside 1–5")]
    [InlineData("is_question_ok", "2", "must be 0 or 1, but is 2")]
    [InlineData("is_answer_ok", "\"1\"", "must be 0 or 1, but is \"1\"")]
    [InlineData("is_chunk_ok", "[]", "must be 0 or 1, but is a list")]
    [InlineData("answerable", "\"no\"", "must be 0 or 1, but is \"no\"")]
    [InlineData("notes", "false", "must be a string, but is false")]
    [InlineData("turn", "0", "0 is no position: count from 1")]
    [InlineData("turn", "4294967297", "4294967297 is no position: count from 1")]
    [InlineData("turn", "1.5", "must be a whole number, but is 1.5")]
    public void A_value_of_the_wrong_kind_is_refused_with_what_it_is(string field, string value, string problem) =>
        Assert.Equal(
            $"{File}: item 1: field '{field}': {problem}",
            Problem(
                $$"""[{"question": "first", "ground_truth_answer": "a"}, {"question": "q", "ground_truth_answer": "a", "{{field}}": {{value}}}]"""
            )
        );

    // 39 characters are shown: the quote, 18 of "line one line two ", and 20 more.
    [Fact]
    public void A_message_stays_one_short_line_whatever_the_value() =>
        Assert.Equal(
            $"{File}: item 0: field 'chunk_id': must be a whole number, but is \"line one line two {new string('x', 20)}…",
            Problem($$"""[{"question": "q", "ground_truth_answer": "a", "chunk_id": "line one\nline two {{new string('x', 500)}}"}]""")
        );

    [Fact]
    public void An_id_that_two_items_share_is_refused_also_when_one_is_a_number() =>
        Assert.Equal(
            $"{File}: item 2: field 'id': '7' is also the id of item 0: ids must be unique",
            Problem(
                """
                [{"id": 7, "question": "a", "ground_truth_answer": "a"},
                 {"id": "8", "question": "b", "ground_truth_answer": "b"},
                 {"id": "7", "question": "c", "ground_truth_answer": "c"}]
                """
            )
        );

    [Fact]
    public void The_same_content_twice_is_refused() =>
        Assert.Equal(
            $"{File}: item 1: repeats item 0: delete one of the two",
            Problem(
                """[{"question": "q", "ground_truth_answer": "a", "notes": "1"}, {"question": "q", "ground_truth_answer": "a", "notes": "2"}]"""
            )
        );

    [Fact]
    public void A_field_that_is_there_twice_is_refused_rather_than_half_dropped() =>
        Assert.Equal(
            $"{File}: item 0: field 'question': is there more than once: keep one",
            Problem("""[{"question": "q", "ground_truth_answer": "a", "question": "r"}]""")
        );

    [Theory]
    [InlineData("""[{"question": "q \ud83d", "ground_truth_answer": "a"}]""", 1)]
    [InlineData("[{\"question\": \"q\",\n\"ground_truth_answer\": \"a\",\n\"own\": {\"deep\": [\"\\udc00\"]}}]", 3)]
    [InlineData("[{\"question\": \"q\",\n\"\\ud83d\": 1}]", 2)]
    public void Half_of_a_character_is_refused_with_its_line(string json, int line) =>
        Assert.Equal($"{File}: line {line}: a \\u escape holds half of a character: write the whole character", Problem(json));

    [Fact]
    public void A_whole_character_in_two_escapes_is_text() =>
        Assert.Equal("🙂?", Read("""[{"question": "\ud83d\ude42?", "ground_truth_answer": "a"}]""").Items[0].Question);

    [Fact]
    public void Unknown_fields_are_kept_as_they_are()
    {
        var extra = Read("""[{"question": "q", "ground_truth_answer": "a", "Own": {"deep": [1.50, null]}, "empty": null, "turn_": "x"}]""")
            .Items[0]
            .Extra;
        Assert.NotNull(extra);
        Assert.Equal(["Own", "empty", "turn_"], extra.Keys.Order(StringComparer.Ordinal));
        Assert.Equal("""{"deep": [1.50, null]}""", extra["Own"].GetRawText());
        Assert.Equal(System.Text.Json.JsonValueKind.Null, extra["empty"].ValueKind);
    }

    [Theory]
    [InlineData("""{"question": "q", "answerable": false}""")]
    [InlineData("""{"question": "q", "answerable": 0, "ground_truth_answer": ""}""")]
    [InlineData("""{"question": "q", "answerable": false, "ground_truth_answer": null}""")]
    public void An_unanswerable_question_needs_no_answer(string item)
    {
        var read = Assert.Single(Read($"[{item}]").Items);
        Assert.False(read.Answerable);
        Assert.Equal("", read.GroundTruthAnswer);
        Assert.Empty(read.References);
    }

    [Fact]
    public void Derived_ids_depend_on_content_only()
    {
        const string a = """{"question": "a", "ground_truth_answer": "1", "chunk_id": 3, "chunk_text": "text"}""";
        const string b = """{"notes": "n", "ground_truth_answer": "2", "question": "b"}""";
        var forward = Read($"[{a}, {b}]").Items.ToDictionary(i => i.Question, i => i.Id);
        var backward = GoldDatasetReader.Read(Json.Utf8($"[{b}, {a}]"), "elsewhere.json").Items.ToDictionary(i => i.Question, i => i.Id);
        Assert.Equal(forward, backward);
        // With a chunk id the chunk's text may be edited; without one the text is what tells chunks apart.
        Assert.Equal(
            forward["a"],
            Read("""[{"question": "a", "ground_truth_answer": "1", "chunk_id": "3", "chunk_text": "edited"}]""").Items[0].Id
        );
        Assert.NotEqual(
            Read("""[{"question": "a", "ground_truth_answer": "1", "chunk_text": "x"}]""").Items[0].Id,
            Read("""[{"question": "a", "ground_truth_answer": "1", "chunk_text": "y"}]""").Items[0].Id
        );
    }
}
