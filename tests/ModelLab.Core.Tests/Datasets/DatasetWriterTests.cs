using System.Text;
using System.Text.Json;
using CsCheck;
using ModelLab.Core.Datasets;

namespace ModelLab.Core.Tests.Datasets;

public sealed class DatasetWriterTests
{
    // Text with what breaks writers: quotes, backslashes, line breaks, markup, Cyrillic, a character outside the first plane, U+2028.
    private static readonly Gen<string> Text = Gens.Joined(
        8,
        "а",
        "Я",
        "ё",
        "z",
        "\"",
        "\\",
        "\n",
        "\t",
        "<",
        "&",
        "'",
        "🙂",
        "\u2028",
        "\uFEFF",
        "\0",
        " ",
        "{{",
        "1"
    );
    private static readonly Gen<string> NotBlank = Text.Select(t => t + "ж");
    private static readonly Gen<string?> Maybe = Gen.Select(Gen.Bool, Text, (none, text) => none ? null : text);
    private static readonly Gen<double?> Score = Gen.Select(Gen.Bool, Gen.Double[1, 5], (none, score) => none ? (double?)null : score);
    private static readonly Gen<long?> Whole = Gen.Select(Gen.Bool, Gen.Long, (none, number) => none ? (long?)null : number);
    private static readonly Gen<bool?> Mark = Gens.Of<bool?>(null, true, false);

    private static readonly Gen<IReadOnlyDictionary<string, JsonElement>?> Extra = Gen.Select(
            Gens.Of("Own", "own_field", "ключ", "a b", "References", "Extra", "extra", "references"),
            Gens.Of("null", "1.50", "\"текст\"", "{\"a\":[1,{\"b\":null}]}", "true", "[]", "12345678901234567890123").Select(Json.Element)
        )
        .Array[0, 3]
        .Select(pairs =>
            pairs.Length == 0
                ? null
                : (IReadOnlyDictionary<string, JsonElement>)pairs.DistinctBy(p => p.Item1).ToDictionary(p => p.Item1, p => p.Item2)
        );

    private static readonly Gen<GoldItem> Gold = Gen.Select(
            Gen.Select(NotBlank, NotBlank, NotBlank, Maybe, Maybe),
            Gen.Select(Whole, Whole, Score, Score),
            Gen.Select(Mark, Mark, Mark, Gen.Bool),
            Extra,
            Gen.Select(Gen.Long.Array[0, 3], Text.Array[0, 3], Gen.Int[1, 9])
        )
        .Select(
            (texts, numbers, marks, extra, lists) =>
                new GoldItem
                {
                    Id = texts.Item1,
                    Question = texts.Item2,
                    GroundTruthAnswer = marks.Item4 ? texts.Item3 : "",
                    ChunkText = texts.Item4,
                    ConfluenceUrl = Address(texts.Item5),
                    Notes = texts.Item4,
                    ChunkId = numbers.Item1,
                    QuestionAnswerId = numbers.Item2,
                    UserScore = numbers.Item3,
                    HumanScore = numbers.Item4,
                    IsQuestionOk = marks.Item1,
                    IsAnswerOk = marks.Item2,
                    IsChunkOk = marks.Item3,
                    Answerable = marks.Item4,
                    RelevantChunkIds = lists.Item1.Length == 0 ? null : lists.Item1,
                    RelevantUrls = lists.Item2.Where(url => Address(url) is not null).ToArray(),
                    GroundTruthAnswers = lists.Item2.Length == 0 ? null : lists.Item2,
                    Turn = lists.Item3 > 5 ? null : lists.Item3,
                    SessionId = lists.Item3 > 5 ? null : texts.Item1,
                    Extra = extra,
                }
        );

    private static readonly Gen<ShowDecisionItem> Show = Gen.Select(NotBlank, NotBlank, Text, Text, Maybe, Gen.Bool, Extra)
        .Select(
            (id, question, answer, context, maybe, show, extra) =>
                new ShowDecisionItem
                {
                    Id = id,
                    Question = question,
                    Answer = answer,
                    Context = context,
                    Rationale = maybe,
                    Defect = maybe,
                    ConfluenceUrl = Address(maybe),
                    GroundTruthShow = show,
                    Extra = extra,
                }
        );

    // A blank address is read as none.
    private static string? Address(string? text) => string.IsNullOrWhiteSpace(text) ? null : text;

    private static byte[] Written(Action<Stream> write)
    {
        using var stream = new MemoryStream();
        write(stream);
        return stream.ToArray();
    }

    private static bool SameExtra(IReadOnlyDictionary<string, JsonElement>? a, IReadOnlyDictionary<string, JsonElement>? b) =>
        (a is null) == (b is null)
        && (a is null || (a.Count == b!.Count && a.All(e => b.TryGetValue(e.Key, out var other) && Json.Same(e.Value, other))));

    // Records compare lists by reference, so lists and extras are compared apart from the rest.
    private static bool Same(GoldItem a, GoldItem b) =>
        SameExtra(a.Extra, b.Extra)
        && SameList(a.RelevantChunkIds, b.RelevantChunkIds)
        && SameList(a.RelevantUrls, b.RelevantUrls)
        && SameList(a.GroundTruthAnswers, b.GroundTruthAnswers)
        && Bare(a) == Bare(b);

    private static GoldItem Bare(GoldItem item) =>
        item with
        {
            Extra = null,
            RelevantChunkIds = null,
            RelevantUrls = null,
            GroundTruthAnswers = null,
        };

    private static bool SameList<T>(IReadOnlyList<T>? a, IReadOnlyList<T>? b) =>
        (a is null) == (b is null) && (a is null || a.SequenceEqual(b!));

    [Fact]
    public void Questions_that_are_written_are_read_back_equal() =>
        Gold.Array[1, 5]
            .Sample(items =>
            {
                items = [.. items.DistinctBy(i => i.Id)];
                var read = GoldDatasetReader.Read(Written(s => DatasetWriter.Write(s, items)), "x.json").Items;
                return read.Count == items.Length && read.Zip(items).All(p => Same(p.First, p.Second));
            });

    [Fact]
    public void Labelled_items_that_are_written_are_read_back_equal() =>
        Show.Array[1, 5]
            .Sample(items =>
            {
                items = [.. items.DistinctBy(i => i.Id)];
                var read = ShowDecisionDatasetReader.Read(Written(s => DatasetWriter.Write(s, items)), "x.json").Items;
                return read.Count == items.Length
                    && read.Zip(items)
                        .All(p =>
                            SameExtra(p.First.Extra, p.Second.Extra) && p.First with { Extra = null } == p.Second with { Extra = null }
                        );
            });

    [Fact]
    public void A_file_is_snake_case_with_Cyrillic_as_it_is_and_without_what_is_null()
    {
        var item = new GoldItem
        {
            Id = "1",
            Question = "Где «ёж»?",
            GroundTruthAnswer = "<Тут> & там",
            ChunkId = 3,
            Extra = new Dictionary<string, JsonElement> { ["Свой"] = Json.Element("1.50") },
        };
        Assert.Equal(
            """
            [
              {
                "id": "1",
                "question": "Где «ёж»?",
                "ground_truth_answer": "<Тут> & там",
                "chunk_id": 3,
                "Свой": 1.50
              }
            ]
            """.ReplaceLineEndings("\n"),
            Encoding.UTF8.GetString(Written(s => DatasetWriter.Write(s, [item])))
        );
    }

    [Fact]
    public void Only_an_unanswerable_question_says_whether_it_is_answerable()
    {
        var item = new GoldItem
        {
            Id = "1",
            Question = "q",
            GroundTruthAnswer = "",
            Answerable = false,
        };
        Assert.Contains(
            "\"answerable\": false",
            Encoding.UTF8.GetString(Written(s => DatasetWriter.Write(s, [item]))),
            StringComparison.Ordinal
        );
        Assert.DoesNotContain(
            "answerable",
            Encoding.UTF8.GetString(Written(s => DatasetWriter.Write(s, [item with { Answerable = true }]))),
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void A_label_is_written_also_when_it_is_false()
    {
        var item = new ShowDecisionItem
        {
            Id = "1",
            Question = "q",
            Answer = "",
            Context = "",
            GroundTruthShow = false,
        };
        using var json = JsonDocument.Parse(Written(s => DatasetWriter.Write(s, [item])));
        Assert.Equal(
            ["answer", "context", "ground_truth_show", "id", "question"],
            json.RootElement[0].EnumerateObject().Select(p => p.Name).Order(StringComparer.Ordinal)
        );
        Assert.False(json.RootElement[0].GetProperty("ground_truth_show").GetBoolean());
    }

    [Fact]
    public void Chunks_are_one_a_line_whatever_their_text() =>
        Gen.Select(Gen.Long, Text, Text, Maybe)
            .Select((id, url, text, source) => new KnowledgeChunk(id, url, text, source))
            .Array[0, 5]
            .Sample(chunks =>
            {
                var lines = Encoding.UTF8.GetString(Written(s => DatasetWriter.Write(s, chunks))).Split('\n');
                Assert.Equal("", lines[^1]);
                Assert.Equal(chunks.Length, lines.Length - 1);
                foreach (var (line, chunk) in lines.Zip(chunks))
                {
                    var json = Json.Element(line);
                    Assert.Equal(chunk.Id, json.GetProperty("id").GetInt64());
                    Assert.Equal(chunk.ConfluenceUrl, json.GetProperty("confluence_url").GetString());
                    Assert.Equal(chunk.Text, json.GetProperty("text").GetString());
                    Assert.Equal(chunk.SourceId, json.TryGetProperty("source_id", out var source) ? source.GetString() : null);
                }
            });
}
