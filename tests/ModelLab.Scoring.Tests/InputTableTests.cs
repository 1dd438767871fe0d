using System.Text;
using ModelLab.Records.Reading;

namespace ModelLab.Scoring.Tests;

public sealed class InputTableTests : ScoringTest
{
    [Theory]
    [InlineData("a.csv", "id,a\n1,x\n2,y\n", "2: 1 x | 3: 2 y")]
    [InlineData("a.csv", "id;a\r\n\r\n1;\"x\r\ny, z\"\r\n\r\n2;y", "3: 1 x\r\ny, z | 6: 2 y")] // a row is told by the line it begins on
    [InlineData("a.csv", "\n\nid,a\n\n\n1,\"say \"\"x\"\"\"\n2,", "6: 1 say \"x\" | 7: 2 ")]
    [InlineData("a.tsv", "id\ta\n1\tx, y; z\n", "2: 1 x, y; z")]
    [InlineData("a.txt", "id,a\n1,x\n", "2: 1 x")]
    [InlineData("a.csv", "Id,A\n1,x\n", "2: 1 x")]
    [InlineData("a.csv", "sep=;\nID;a\n1;x, y\n", "3: 1 x, y")]
    [InlineData("a.csv", "\"sep=\t\"\r\n\r\nid\ta\r\n1\tx\r\n", "4: 1 x")]
    [InlineData("a.jsonl", "{\"id\": 1, \"a\": \"x\"}\n\n{\"id\": \"2\", \"a\": \"y\"}", "1: 1 x | 3: 2 y")]
    [InlineData("a.txt", "{\"id\": true, \"a\": \"x\"}", "1: true x")]
    public void Rows_are_read_with_their_lines(string name, string text, string rows) =>
        Assert.Equal(
            rows,
            string.Join(
                " | ",
                InputTable.Read(Write(name, text)).Select(r => FormattableString.Invariant($"{r.Line}: {r.Label("id")} {r.Text("a")}"))
            )
        );

    [Theory]
    [InlineData(new byte[] { 0xEF, 0xBB, 0xBF }, false)]
    [InlineData(new byte[] { 0xFF, 0xFE }, true)]
    public void A_byte_order_mark_is_no_part_of_the_first_name(byte[] mark, bool utf16)
    {
        var text = "id,a\n1,ёж\n";
        var file = WriteBytes("a.csv", [.. mark, .. utf16 ? Encoding.Unicode.GetBytes(text) : Encoding.UTF8.GetBytes(text)]);
        var row = Assert.Single(InputTable.Read(file));
        Assert.Equal(("1", "ёж"), (row.Label("id"), row.Text("a")));
    }

    [Theory]
    [InlineData("a.csv", "", "a.csv: is empty: expected a header line and a row for each item")]
    [InlineData(
        "a.csv",
        "id,a\n1,x\n2\n",
        "a.csv: line 3: has 1 fields, the header has 2: put fields with separators or line breaks in quotes"
    )]
    [InlineData(
        "a.csv",
        "id,a\n1,x\n2,\"y\n3,z\n",
        "a.csv: line 3: a quote is not closed, or stands where none may: put the field in quotes and double those inside it"
    )]
    [InlineData(
        "a.csv",
        "id,a\n1,5\" disk\n2,y\n",
        "a.csv: line 2: a quote is not closed, or stands where none may: put the field in quotes and double those inside it"
    )]
    [InlineData("a.csv", "\na,id,a\n", "a.csv: line 2: field 'a': this column is there twice: give each its own name")]
    [InlineData(
        "a.jsonl",
        "{\"a\": 1}\n{\"a\": }",
        "a.jsonl: line 2: not one JSON object with different field names (byte 7): write one object a line"
    )]
    [InlineData(
        "a.json",
        "[\n{\"a\": 1}\n]",
        "a.json: line 1: not one JSON object with different field names (byte 2): write one object a line"
    )]
    [InlineData("a.txt", "[{\"a\": 1}]", "a.txt: line 1: must be a JSON object: write one object a line")]
    public void A_row_that_cannot_be_read_is_told_by_its_line(string name, string text, string problem) =>
        Assert.Equal(problem, Problem(() => _ = InputTable.Read(Write(name, text)).ToList()));

    [Fact]
    public void Fields_of_one_name_are_refused() =>
        Assert.StartsWith(
            "a.jsonl: line 1: not one JSON object with different field names",
            Problem(() => _ = InputTable.Read(Write("a.jsonl", "{\"a\": 1, \"a\": 2}")).ToList()),
            StringComparison.Ordinal
        );

    [Theory]
    [InlineData("a.csv", false), InlineData("a.csv", true), InlineData("a.jsonl", false), InlineData("a", true)]
    public void Another_encoding_is_told_even_behind_a_byte_order_mark(string name, bool marked)
    {
        byte[] windows1251 = [(byte)'a', (byte)'\n', 0xE4, 0xE0, (byte)'\n'];
        Assert.EndsWith(
            ": not UTF-8: save it in that encoding",
            Problem(() => _ = InputTable.Read(WriteBytes(name, [.. marked ? "\uFEFF"u8 : [], .. windows1251])).ToList()),
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void A_missing_file_and_a_folder_are_told()
    {
        Assert.Equal("no.csv: no such file", Problem(() => _ = InputTable.Read("no.csv").ToList()));
        Assert.EndsWith(
            "cannot be read: it is a folder",
            Problem(() => _ = InputTable.Read(Path.GetDirectoryName(Write("a.csv", ""))!).ToList()),
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void Rows_before_a_bad_one_are_given_before_it_is_read()
    {
        // Streaming: the first row is out while the second has not been looked at.
        using var rows = InputTable.Read(Write("a.jsonl", "{\"a\": \"x\"}\n{")).GetEnumerator();
        Assert.True(rows.MoveNext());
        Assert.Equal("x", rows.Current.Text("a"));
    }
}
