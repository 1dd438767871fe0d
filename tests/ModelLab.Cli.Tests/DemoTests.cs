using System.Globalization;
using System.Text.RegularExpressions;
using ModelLab.Testing;
using ModelLab.Testing.Support;
using Xunit;

namespace ModelLab.Cli.Tests;

public sealed partial class DemoTests : CliTest
{
    [Theory]
    [InlineData("en")]
    [InlineData("ru")]
    [OneCulture]
    public async Task The_demo_shows_a_table_for_each_role(string language)
    {
        Time = Still;
        Assert.True(await RunAsync("demo", "--output-dir", Output, "--lang", language) == 0, Error.ToString());
        Golden.Matches("ModelLab.Cli.Tests", $"demo.{language}.txt", Skeleton(LastProgress()));
        Assert.Equal(4 * 3 * 3, LastRun().GetProperty("model_runs").GetArrayLength());
        Assert.Equal("", Error.ToString());
        // Not in a clone: the program's own copy of the sample is there to be looked at.
        foreach (var file in Directory.EnumerateFiles(Path.Combine(Output, "sample")))
            Assert.Equal(File.ReadAllBytes(Repository.Data(Path.GetFileName(file))), File.ReadAllBytes(file));
        Assert.Equal(5, Directory.GetFiles(Path.Combine(Output, "sample")).Length);
    }

    [Fact]
    public async Task Where_the_sample_cannot_be_written_the_flag_is_named()
    {
        var file = Write("taken", "");
        Assert.Equal(2, await RunAsync("demo", "--output-dir", file));
        Assert.StartsWith($"error: --output-dir {file}: the sample cannot be written there: ", Error.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("en")]
    [InlineData("ru")]
    public async Task Tables_at_80_columns_are_as_approved(string language)
    {
        Time = Still;
        await SucceedAsync(
            "--lang",
            language,
            "--generation-models",
            "builtin:extractive,builtin:lead,builtin:echo,builtin:refuse,campus:gone",
            "--judge-models",
            "builtin:overlap,builtin:strict",
            "--production-judge-models",
            "builtin:support,builtin:always-yes"
        );
        Golden.Matches(
            "ModelLab.Cli.Tests",
            $"run.{language}.txt",
            LastProgress()
                .Replace(Output.Replace('\\', '/'), "OUT", StringComparison.Ordinal)
                .Replace(Output, "OUT", StringComparison.Ordinal)
                .Replace(Folder, "FOLDER", StringComparison.Ordinal)
        );
        Assert.All(
            Screen.Output.Split('\n').Where(l => l.StartsWith('│') || l.StartsWith('╭')),
            l => Assert.True(l.TrimEnd().Length <= 80, l)
        );
    }

    [Theory]
    [InlineData("en", 80, 24)]
    [InlineData("en", 120, 24)]
    [InlineData("ru", 80, 12)] // fewer than 20 pages: marked
    [InlineData("ru", 120, 24)]
    public async Task Tables_with_intervals_are_as_approved(string language, int width, int questions)
    {
        Time = Still;
        Screen.Profile.Width = width;
        Provide("campus");
        foreach (var (judge, generous) in new[] { ("strict", 0), ("mild", 1) })
            Server.Model(judge).Reply = r =>
                Scripted.Score(
                    Math.Min(
                        5,
                        1
                            + int.Parse(
                                Room().Match(string.Concat(r.Messages.Select(m => m.Text))).Groups[1].ValueSpan,
                                CultureInfo.InvariantCulture
                            ) % 4
                            + generous
                    )
                );
        var code = await RunAsync(
            "run",
            "--output-dir",
            Output,
            "--lang",
            language,
            "--tier",
            "2,judge",
            "--dataset",
            Gold(24, 0),
            "--limit",
            questions.ToString(CultureInfo.InvariantCulture),
            "--skip-checks",
            "--generation-models",
            "campus:small,builtin:lead",
            "--judge-models",
            "campus:strict,campus:mild"
        );
        Assert.True(code == 0, $"exit {code}: {Error}");
        var tables = Screen.Output.ReplaceLineEndings("\n").Split('\n').SkipWhile(l => !l.StartsWith(' ')).TakeWhile(l => l.Length > 0);
        Golden.Matches("ModelLab.Cli.Tests", $"intervals.{width}.{language}.txt", string.Join('\n', tables));
    }

    /// <summary>Six models of long names: at 80 columns all that the workflow names for a role is there, and every name is whole.</summary>
    [Theory]
    [InlineData("en")]
    [InlineData("ru")]
    public async Task Long_names_leave_room_for_the_metrics_of_a_role(string language)
    {
        string[] names =
        [
            "meta-llama/llama-3.3-70b-instruct",
            "meta-llama/llama-3.3-8b-instruct",
            "qwen/qwen-2.5-72b-instruct:free",
            "mistralai/mistral-small-24b-instruct-2501",
            "google/gemma-3-27b-it",
            "deepseek/deepseek-chat-v3-0324",
        ];
        Time = Still;
        Provide("openrouter", "k");
        foreach (var (name, i) in names.Select((n, i) => (n, i)))
            Server.Model(name).Reply = r =>
                r.Messages.Any(m => m.Text.Contains("verdict", StringComparison.Ordinal))
                    ? Scripted.Verdict(i % 2 == 0)
                    : Scripted.Score(1 + (i + r.Messages[^1].Text.Length) % 5);
        var all = string.Join(',', names.Select(n => "openrouter:" + n));
        var code = await RunAsync(
            "run",
            "--output-dir",
            Output,
            "--lang",
            language,
            "--tier",
            "2,judge,judge_pipeline",
            "--dataset",
            Gold(24, 0),
            "--judge-pipeline-dataset",
            Pipeline(),
            "--skip-checks",
            "--generation-models",
            all,
            "--judge-models",
            all,
            "--production-judge-models",
            all
        );
        Assert.True(code == 0, $"exit {code}: {Error}");
        var lines = Screen
            .Output.ReplaceLineEndings("\n")
            .Split('\n')
            .SkipWhile(l => !l.StartsWith(' '))
            .TakeWhile(l => l.Length > 0)
            .ToList();
        var tables = string.Join('\n', lines.Take(lines.FindLastIndex(l => l.StartsWith('╰')) + 1));
        Assert.All(tables.Split('\n'), l => Assert.True(l.Length <= 80, l));
        Golden.Matches("ModelLab.Cli.Tests", $"long-names.{language}.txt", tables);
    }

    [Fact]
    public async Task Names_are_shown_as_they_are_and_never_as_markup_or_emoji()
    {
        Time = new StoppedTime();
        Screen.Profile.Width = 160;
        Provide("campus");
        foreach (var judge in new[] { ":coin:", "[red]x[/]" })
            Server.Model(judge).Reply = _ => Scripted.Score(3);
        var code = await RunAsync(
            "run",
            "--output-dir",
            Output,
            "--tier",
            "2,judge",
            "--dataset",
            Gold(24, 0),
            "--skip-checks",
            "--generation-models",
            "campus::coin:,campus::grinning_face:,campus:[red]x[/]",
            "--judge-models",
            "campus::coin:,campus:[red]x[/]"
        );
        Assert.True(code == 0, $"exit {code}: {Error}");
        var table = Screen.Output.ReplaceLineEndings("\n").Split('\n');
        foreach (var name in new[] { "campus::coin:", "campus::grinning_face:", "campus:[red]x[/]" })
            Assert.Contains(table, l => l.StartsWith('│') && l.Contains($"│ {name} ", StringComparison.Ordinal));
        Assert.Contains(table, l => l.Trim() == "means over: campus::coin:, campus:[red]x[/]");
        Assert.DoesNotContain("🪙", Screen.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("😀", Screen.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_narrow_terminal_gets_fewer_columns_and_names_break_where_their_parts_end()
    {
        Screen.Profile.Width = 44;
        await SucceedAsync(
            "--lang",
            "en",
            "--generation-models",
            "builtin:extractive",
            "--judge-models",
            "builtin:overlap",
            "--production-judge-models",
            "builtin:support,builtin:always-yes"
        );
        Assert.Matches("│ builtin: +│.*\n│ +│ always-yes +│", Screen.Output);
        Assert.Contains("more columns in the report:", Screen.Output, StringComparison.Ordinal);
    }

    // How often progress is told depends on the machine; that it is told at the end does not.
    private string LastProgress()
    {
        var lines = Screen.Output.ReplaceLineEndings("\n").Split('\n');
        var last = Array.FindLastIndex(lines, l => ProgressLine().IsMatch(l));
        Assert.True(last >= 0);
        return string.Join('\n', lines.Where((l, i) => i >= last || !ProgressLine().IsMatch(l)));
    }

    // The sample grows, so its numbers are not approved here, nor the widths they make: those of a fixed data set are.
    private static string Skeleton(string screen)
    {
        var lines = Hash()
            .Replace(screen, "#")
            .Split('\n')
            .Select(line => Rule().Replace(Gap().Replace(Number().Replace(line, "#"), " "), "─").Trim());
        return string.Join('\n', lines.Select(l => FolderOfAFile().Replace(l, "$1PATH/")).Where(l => l.Length > 0));
    }

    [GeneratedRegex("(?<=sha256 )[0-9a-f]{8}|(?<=knowledge_base_)[0-9a-f]{16}")]
    private static partial Regex Hash();

    [GeneratedRegex(@"(?<!\w)\d+([.,:_]\d+)*|(?<=_)\d+(_\d+)*")]
    private static partial Regex Number();

    [GeneratedRegex(@"[Кк]абинет (\d+)")]
    private static partial Regex Room();

    [GeneratedRegex(@"^\d+/\d+, ")]
    private static partial Regex ProgressLine();

    [GeneratedRegex(@"\s+")]
    private static partial Regex Gap();

    [GeneratedRegex("─+")]
    private static partial Regex Rule();

    [GeneratedRegex(@"(^|[\s:,])(?:[A-Za-z]:)?[^\s:,│]*/(?=(?:rag_benchmark|benchmark_runs|dataset|knowledge_base|sessions)_?)")]
    private static partial Regex FolderOfAFile();
}
