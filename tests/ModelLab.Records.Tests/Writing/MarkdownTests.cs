using System.Text;
using CsCheck;
using ModelLab.Core.Models;
using ModelLab.Core.Text;
using ModelLab.Records.Numbers;
using ModelLab.Records.Reading;
using ModelLab.Records.Vocabulary;
using ModelLab.Records.Writing;
using ModelLab.Testing.Support;
using Xunit;

namespace ModelLab.Records.Tests.Writing;

public sealed class MarkdownTests
{
    // GitHub's rule: a backslash before a bar makes it text, in code spans too, and any other backslash escapes the character behind it.
    [Theory]
    [InlineData("a|b", @"a\|b")]
    [InlineData("|", @"\|")]
    [InlineData("a||b", @"a\|\|b")]
    [InlineData(@"a\|b", @"a\|b")]
    [InlineData(@"a\\|b", @"a\\\|b")]
    [InlineData("a\nb\r\nc", "a b c")]
    [InlineData("`x|y`", @"`x\|y`")]
    public void A_cell_stays_one_cell(string cell, string written) =>
        Assert.Equal($"| {written} | | z |\n", new StringBuilder().Row(cell, "", "z").ToString());

    [Theory]
    [InlineData("builtin:coin", "`builtin:coin`")]
    [InlineData("a`b", "``a`b``")]
    [InlineData("`a``", "``` `a`` ```")]
    [InlineData("a\nb", "`a b`")]
    public void A_name_is_code_whatever_is_in_it(string name, string written) => Assert.Equal(written, Markdown.Code(name));

    [Theory]
    [InlineData(" Где\n препод | стол? ", @"Где препод \| стол?")]
    [InlineData(@"C:\|x", @"C:\\\|x")]
    public void Words_are_shown_as_they_are(string words, string written) =>
        Assert.Equal($"| {written} |\n", new StringBuilder().Row(Markdown.Words(words)).ToString());

    // CommonMark: "<" begins HTML before a letter, "/", "!" and "?"; "![" an image; "](", "][" and a definition make links; a backslash
    // makes the character behind it text, unless another stands before it; in code nothing acts.
    [Theory]
    [InlineData("- <img src=x onerror=y> a < b, p <0.001", @"- \<img src=x onerror=y> a < b, p <0.001")]
    [InlineData("<!-- x --></p><https://x.example>", @"\<!-- x -->\</p>\<https://x.example>")]
    [InlineData(@"\<b> \\<b>", @"\<b> \\\<b>")]
    [InlineData("![x](http://y) [a](b) [a][b]", @"!\[x]\(http://y) [a]\(b) [a]\[b]")]
    [InlineData("- [a]: http://y", @"- \[a]: http://y")]
    [InlineData("0.5 [0.4, 0.6] `<b>` ``a`<i>`` `<u>", @"0.5 [0.4, 0.6] `<b>` ``a`<i>`` `\<u>")]
    [InlineData("a\u001b[2Jb\u202ec\u009b", @"a\u001B[2Jb\u202Ec\u009B")]
    public void A_report_has_no_markup_of_outer_text(string report, string written)
    {
        Assert.Equal(written, Markdown.Harmless(report));
        Assert.Equal(written, Markdown.Harmless(written));
    }

    [Fact]
    public void A_row_has_as_many_cells_as_were_given_whatever_they_hold() =>
        Gen.Int[0, 6]
            .Select(i => new[] { "a", "|", @"\", "`", "\n", "\r", " " }[i])
            .Array[0, 6]
            .Select(string.Concat)
            .Array[1, 4]
            .Sample(cells =>
            {
                Assert.Equal(cells.Length, Cells(new StringBuilder().Row(cells.Select(Markdown.Words)).ToString()));
                Assert.Equal(cells.Length, Cells(new StringBuilder().Row(cells.Select(Markdown.Code)).ToString()));
            });

    [Theory]
    [InlineData("en")]
    [InlineData("ru")]
    public void Tables_of_a_report_bear_any_name(string code)
    {
        string[] generators = ["odd|one", "b|a", "gone|away"];
        string[] deciders = ["p|1", "p|2"];
        Observation[] rows =
        [
            .. Make.GoodRun(generators[0], "j|1", deciders[0]),
            Make.Answer(generators[1], "g0"),
            Make.Answer(generators[1], "g1"),
            .. Make.Scores(generators[1], "j|1", "g0", 5, 3, 1),
            .. Make.Scores(generators[1], "j|1", "g1", 5, 3, 2),
            .. Make.GoodVerdicts(deciders[1]),
        ];
        var run = Make.Run(new ModelLineup(generators, ["j|1"], deciders), rows, [Make.Excluded(ModelRole.Generation, generators[2])]);

        var report = MarkdownReport.Write(run, [], code == "en" ? Language.English : Language.Russian);

        Assert.Equal(2, AssertWholeTables(report, @"odd\|one")); // the ranking and the usage
    }

    /// <summary>Every row has as many cells as its header; gives the number of rows with a text in them.</summary>
    internal static int AssertWholeTables(string markdown, string text)
    {
        var (columns, found) = (0, 0);
        foreach (var line in markdown.Split('\n'))
        {
            if (!line.StartsWith('|'))
                columns = 0;
            else if (columns == 0)
                columns = Cells(line + "\n");
            else
                Assert.True(Cells(line + "\n") == columns, line);
            found += line.StartsWith('|') && line.Contains(text, StringComparison.Ordinal) ? 1 : 0;
        }
        return found;
    }

    // Counts as GitHub does: a bar behind a backslash that nothing escapes is text; a backslash in front of another escapes it.
    private static int Cells(string row)
    {
        Assert.True(row.StartsWith('|') && row.EndsWith("|\n", StringComparison.Ordinal) && row.AsSpan().Count((char)10) == 1, row);
        var bars = 0;
        for (var i = 0; i < row.Length; i++)
            if (row[i] == '\\')
                i++;
            else if (row[i] == '|')
                bars++;
        return bars - 1;
    }
}
