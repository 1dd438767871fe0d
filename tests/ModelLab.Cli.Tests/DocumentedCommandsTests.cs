using System.Diagnostics;
using System.Text.RegularExpressions;
using ModelLab.Testing;
using ModelLab.Testing.Support;
using Xunit;

namespace ModelLab.Cli.Tests;

/// <summary>
/// The commands of README and guides as they stand there, in their order, in a folder like an empty clone; models behind endpoints are played
/// by the test server over real HTTP.
/// </summary>
[OneCulture]
public sealed partial class DocumentedCommandsTests : CliTest
{
    private const string Program = "dotnet run --project src/ModelLab.Cli --";

    // What does not end, needs what is not there, or is tried by a test of its own.
    private static readonly string[] NotTried =
    [
        "./test.sh", // this test is part of it
        "dotnet pack ", // PackageTests of test.sh
        "dotnet tool install ",
        "dotnet publish ",
        "artifacts/",
        "dotnet run docs/sample-assistant.cs", // AssistantRunTests
        Program + " run --tier 1,3 --limit 20 --generation-models assistant:bot,builtin:extractive",
        Program + " dashboard", // it serves until it is stopped
        "curl ",
    ];

    // Gates say by their code how they ended.
    private static readonly string[] Gates = ["--fail-under", "--fail-on-regression"];

    [Theory]
    [InlineData("README.md", 12)]
    [InlineData("docs/start.en.md", 10)]
    [InlineData("docs/guide.en.md", 25)]
    public async Task Every_command_ends_as_the_text_says(string document, int atLeast)
    {
        var clone = Clone();
        foreach (var model in new[] { "mistral-small-latest", "mistral-medium-latest" })
            Server.Model(model).Reply = r =>
                r.Messages.Any(m => m.Text.Contains("verdict", StringComparison.Ordinal))
                    ? Scripted.Verdict(true)
                    : Scripted.Text("Ответ.");
        foreach (var judge in new[] { "openai/gpt-4o-mini", "openai/gpt-4.1-mini" })
            Server.Model(judge).Reply = _ => Scripted.Score(4);
        Server.Model("qwen2.5:7b").Reply = SensibleModel.Reply;

        var tried = 0;
        foreach (var command in Commands(document).Where(c => !NotTried.Any(n => c.StartsWith(n, StringComparison.Ordinal))))
        {
            var (code, output) = await BashAsync(clone, command);
            var isGate = Gates.Any(g => command.Contains(g, StringComparison.Ordinal));
            Assert.True(code == 0 || isGate && code is 1 or 5, $"{document}: {command}\nexit {code}\n{output}");
            // Where a run compares models it ends in a verdict.
            if (command.Contains(" -- run --tier 2", StringComparison.Ordinal) && !command.Contains("--dry-run", StringComparison.Ordinal))
                Assert.Matches("(?m)^(Generation models|Модели генерации): ", output);
            tried++;
        }
        Assert.InRange(tried, atLeast, 100);
    }

    [Theory]
    [InlineData("guide")]
    [InlineData("start")]
    public void The_Russian_text_has_the_same_commands(string document) =>
        Assert.Equal(Commands($"docs/{document}.en.md"), Commands($"docs/{document}.ru.md"));

    // Lines of the bash blocks: those that go on are joined, remarks are cut.
    private static List<string> Commands(string document) =>
        [
            .. Block()
                .Matches(File.ReadAllText(Path.Combine(Repository.Root, document)).ReplaceLineEndings("\n"))
                .SelectMany(block => block.Groups[1].Value.Replace("\\\n", "", StringComparison.Ordinal).Split('\n'))
                .Select(line => Blanks().Replace(Remark().Replace(line, ""), " ").Trim())
                .Where(line => line.Length > 0),
        ];

    private string Clone()
    {
        var clone = Directory.CreateDirectory(Path.Combine(Folder, "clone")).FullName;
        foreach (
            var file in Directory
                .EnumerateFiles(Path.Combine(Repository.Root, "benchmarks"), "*", SearchOption.AllDirectories)
                .Concat(Directory.EnumerateFiles(Path.Combine(Repository.Root, "docs"), "*.md"))
                .Append(Path.Combine(Repository.Root, ".env.benchmark-models.example"))
        )
        {
            // What runs in the working folder have left is not in a clone.
            var relative = Path.GetRelativePath(Repository.Root, file);
            if (relative.StartsWith(Path.Combine("benchmarks", "reports"), StringComparison.Ordinal))
                continue;
            Directory.CreateDirectory(Path.GetDirectoryName(Path.Combine(clone, relative))!);
            File.Copy(file, Path.Combine(clone, relative));
        }
        // What the reader brings: twenty pages and a question about each.
        Directory.CreateDirectory(Path.Combine(clone, "my/pages"));
        foreach (var i in Enumerable.Range(1, 20))
            File.WriteAllText(
                Path.Combine(clone, $"my/pages/page{i}.md"),
                $"# Кабинет {i}\n\nСправку номер {i} выдают в кабинете {100 + i}.\n"
            );
        File.WriteAllLines(
            Path.Combine(clone, "my/questions.csv"),
            [
                "Вопрос;Ответ;Ссылка",
                .. Enumerable.Range(1, 20).Select(i => $"Где выдают справку номер {i}?;В кабинете {100 + i}.;page{i}.md"),
            ]
        );
        return clone;
    }

    private async Task<(int Code, string Output)> BashAsync(string folder, string command)
    {
        var program = string.Join(' ', LabProgram.Command.Select(w => $"'{w}'"));
        var start = new ProcessStartInfo("bash", ["-c", command.Replace(Program, program, StringComparison.Ordinal)])
        {
            WorkingDirectory = folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var (name, value) in Environment())
            start.Environment[name] = value;
        using var process = Process.Start(start)!;
        var (output, error) = (process.StandardOutput.ReadToEndAsync(Stop), process.StandardError.ReadToEndAsync(Stop));
        await process.WaitForExitAsync(Stop);
        return (process.ExitCode, await output + await error);
    }

    private Dictionary<string, string> Environment() =>
        new()
        {
            ["GENERATION_API_KEY"] = "k",
            ["GENERATION_API_URL"] = Server.BaseUrlFor("docs").ToString(),
            ["JUDGE_API"] = "k",
            ["JUDGE_API_URL"] = Server.BaseUrlFor("docs").ToString(),
            ["BENCHMARKS_JUDGE_API_KEY"] = "k",
            ["BENCHMARKS_JUDGE_BASE_URL"] = Server.BaseUrlFor("docs").ToString(),
            ["PROVIDER_OLLAMA_BASE_URL"] = Server.BaseUrlFor("docs").ToString(),
        };

    [GeneratedRegex("(?m)^```bash\n(.*?)^```", RegexOptions.Singleline)]
    private static partial Regex Block();

    [GeneratedRegex(@"\s{2,}#\s.*$")]
    private static partial Regex Remark();

    [GeneratedRegex(@" {2,}")]
    private static partial Regex Blanks();
}
