using System.Text;
using ModelLab.Core;
using ModelLab.Core.Datasets;
using ModelLab.Knowledge.Import;

namespace ModelLab.Knowledge.Tests.Import;

public sealed class JsonLinesImportTests
{
    [Fact]
    public void Chunks_keep_their_ids_and_blank_lines_are_nothing()
    {
        var content = Read(
            "\uFEFF"
                + """{"id": 7, "confluence_url": "https://wiki.example/a", "text": "Раз.\nДва.", "more": 1}"""
                + "\r\n\r\n"
                + """{"id": "-3", "text": "Три.", "source_id": "x"}"""
        );
        Assert.Equal(
            [new KnowledgeChunk(7, "https://wiki.example/a", "Раз.\nДва."), new KnowledgeChunk(-3, "", "Три.", "x")],
            content.Chunks
        );
        Assert.False(content.AssignIds);
    }

    [Fact]
    public void Foreign_ids_become_source_ids_and_all_chunks_are_numbered()
    {
        var content = Read("""{"id": 7, "text": "Раз."}""" + "\n" + """{"id": "стр-1", "text": "Два."}""");
        Assert.Equal([new KnowledgeChunk(1, "", "Раз.", "7"), new KnowledgeChunk(2, "", "Два.", "стр-1")], content.Chunks);
        Assert.True(content.AssignIds);
    }

    [Theory]
    [InlineData("""{"id": 1, "text": "а"}""" + "\n{", "line 2: not JSON (byte 2)")]
    [InlineData("[]", "line 1: must be a JSON object")]
    [InlineData("""{"text": "а"}""", "line 1: field 'id': missing: every chunk needs it")]
    [InlineData("""{"id": 1.5, "text": "а"}""", "line 1: field 'id': must be a whole number or a string")]
    [InlineData("""{"id": true, "text": "а"}""", "line 1: field 'id': must be a string")]
    [InlineData("""{"id": 1, "text": " "}""", "line 1: field 'text': is missing or blank: every chunk needs it")]
    [InlineData("""{"id": 1, "text": "а", "confluence_url": 5}""", "line 1: field 'confluence_url': must be a string")]
    [InlineData("""{"id": 1, "text": "\ud83d"}""", "line 1: field 'text': not UTF-8, or half of a character: save it in that encoding")]
    [InlineData(
        """{"id": 1, "text": "а"}""" + "\n\n" + """{"id": "1", "text": "б"}""",
        "line 3: field 'id': '1' is also the id of line 1: ids must be unique"
    )]
    [InlineData("\n \n", "holds no chunks: expected one JSON object a line")]
    public void A_line_that_cannot_be_used_is_named(string text, string problem) =>
        Assert.Equal($"kb.jsonl: {problem}", Assert.Throws<BadInputException>(() => Read(text)).Message);

    [Fact]
    public void A_chunk_of_five_megabytes_is_refused()
    {
        var error = Assert.Throws<BadInputException>(() => Read($$"""{"id": 1, "text": "{{new string('x', 5_000_000)}}"}"""));
        Assert.Equal(
            "kb.jsonl: line 1: field 'text': has 5000000 bytes, more than 1048576: a chunk is a passage; put long texts in a folder and import that",
            error.Message
        );
    }

    private static KnowledgeContent Read(string text) =>
        JsonLinesImport.Read(Encoding.UTF8.GetBytes(text), "kb.jsonl", ImportLimits.Default);
}
