using CsCheck;
using ModelLab.Dashboard.Charts;

namespace ModelLab.Dashboard.Tests.Charts;

/// <summary>No two names of a drawing look alike.</summary>
public sealed class ChartLabelsTests
{
    private static string Label(ChartLabels labels, string name) => string.Join('|', labels[name]);

    [Fact]
    public void A_name_stays_whole_on_one_line_or_two_where_there_is_room()
    {
        var labels = ChartLabels.Of(["builtin:lead", "openrouter:mistralai/mistral-small-3.2"], 30);
        Assert.Equal("builtin:lead", Label(labels, "builtin:lead"));
        Assert.Equal("openrouter:mistralai/|mistral-small-3.2", Label(labels, "openrouter:mistralai/mistral-small-3.2"));
        Assert.Equal(21, labels.Longest);
    }

    [Fact]
    public void What_all_names_begin_with_goes_first_then_the_middle()
    {
        string[] names =
        [
            "openrouter:mistralai/mistral-small-3.2-24b-instruct",
            "openrouter:mistralai/mistral-small-3.1-24b-instruct",
            "openrouter:mistralai/mistral-large",
        ];
        var labels = ChartLabels.Of(names, 30, lines: 1);
        Assert.Equal("mistral-small-3.2-24b-instruct", Label(labels, names[0]));
        Assert.Equal("mistral-large", Label(labels, names[2]));
        // 22 letters: 11 from the beginning and 10 from the end would be alike, so the cut leaves what differs: 6 letters, "…", and what
        // begins 3 letters before the first difference.
        labels = ChartLabels.Of(names, 22, lines: 1);
        Assert.Equal("mistra…-3.2-24b-instr…", Label(labels, names[0]));
        Assert.Equal("mistra…-3.1-24b-instr…", Label(labels, names[1]));
    }

    [Fact]
    public void Of_a_generator_under_a_judge_both_are_read()
    {
        string[] names =
        [
            "openrouter:openai/gpt-4.1-mini × openrouter:mistralai/mistral-small-3.2-24b-instruct",
            "openrouter:openai/gpt-4.1-nano × openrouter:qwen/qwen-2.5-72b-instruct-turbo",
        ];
        // 44 letters less the sign between them leave 20 for each model.
        var labels = ChartLabels.Of(names, 22);
        Assert.Equal("gpt-4.1-mini|× mistralai/…-instruct", Label(labels, names[0]));
        Assert.Equal("gpt-4.1-nano|× qwen/qwen-…uct-turbo", Label(labels, names[1]));
    }

    [Fact]
    public void No_two_labels_are_alike_whatever_the_names() =>
        Gen.Char["ab/:-× 1"]
            .Array[1, 90]
            .Select(c => new string(c))
            .Array[1, 8]
            .Sample(
                names =>
                {
                    foreach (var lines in (int[])[1, 2])
                    {
                        var labels = ChartLabels.Of(names, 20, lines);
                        var made = names.Distinct(StringComparer.Ordinal).Select(n => string.Join('|', labels[n])).ToList();
                        Assert.Equal(made.Count, made.Distinct(StringComparer.Ordinal).Count());
                        Assert.All(names, n => Assert.InRange(labels[n].Count, 1, 2));
                    }
                },
                iter: 2000
            );

    [Fact]
    public void Names_that_differ_in_one_letter_deep_inside_are_told_apart()
    {
        var names = Enumerable.Range(0, 9).Select(i => new string('x', 40) + i + new string('y', 40)).ToList();
        var labels = ChartLabels.Of(names, 22, lines: 1);
        Assert.Equal("xxxxxx…xxx4yyyyyyyyyy…", Label(labels, names[4]));
    }
}
