using System.Text.Json;
using ModelLab.Core.Roles;
using ModelLab.Records.Reading;
using ModelLab.Records.Store;
using ModelLab.Testing;
using Xunit;

namespace ModelLab.Cli.Tests;

// What a run prints, and the files it leaves.
public sealed partial class SweepTests
{
    [Fact]
    public async Task Json_prints_the_registrys_element_and_nothing_else()
    {
        Provide("campus");
        Assert.Equal(
            0,
            await SweepAsync(
                "--json",
                "--generation-models",
                "campus:g,campus:missing",
                "--judge-models",
                "builtin:overlap",
                "--production-judge-models",
                "builtin:support"
            )
        );
        Assert.Equal("", Screen.Output);
        var printed = JsonElement.Parse(RawOut.ToString());
        Assert.True(JsonElement.DeepEquals(LastRun(), printed));
    }

    [Fact]
    public async Task Russian_screens_have_a_decimal_comma_and_files_a_point()
    {
        Culture = System.Globalization.CultureInfo.GetCultureInfo("ru-RU");
        await SucceedAsync(
            "--lang",
            "ru",
            "--generation-models",
            "builtin:extractive",
            "--judge-models",
            "builtin:overlap,builtin:strict",
            "--production-judge-models",
            "builtin:support"
        );
        Assert.Matches(@"\d,\d\d", Screen.Output);
        Assert.DoesNotMatch(@"\d\.\d\d\d", Screen.Output);
        foreach (var file in Files().Where(f => f.EndsWith(".json", StringComparison.Ordinal)))
        {
            var text = File.ReadAllText(file);
            JsonElement.Parse(text);
            Assert.Matches(@"\d\.\d", text);
        }
        Assert.Matches(@"\| \d,\d\d", File.ReadAllText(Assert.Single(Files(), f => f.EndsWith(".md", StringComparison.Ordinal))));
    }

    [Fact]
    public async Task A_second_run_in_the_same_second_has_an_id_of_its_own()
    {
        Time = Still;
        string[] args = ["--tier", "judge_pipeline", "--production-judge-models", "builtin:support"];
        Assert.Equal("20261124_101112", Text(await SucceedAsync(args), "id"));
        Assert.Equal("20261124_101112_2", Text(await SucceedAsync(args), "id"));
        Assert.Equal(2, DetailFiles().Count);
    }

    [Theory]
    [InlineData("benchmark_runs.json", "a folder stands where the registry of runs is written: move it aside")]
    [InlineData("benchmark_runs.json.lock", "a folder stands where the registry of runs is written: move it aside")]
    [InlineData("journal.db", "a folder, no file: move it aside")]
    public async Task A_folder_in_the_place_of_a_file_is_told_before_any_call(string name, string told)
    {
        var path = Directory.CreateDirectory(Path.Combine(Output, name)).FullName;
        Assert.Equal(2, await SweepAsync("--tier", "judge_pipeline", "--production-judge-models", "builtin:support"));
        Assert.Equal($"error: {path}: {told}", Error.ToString().Trim());
        Assert.Equal(path, Assert.Single(Directory.GetFileSystemEntries(Output)));
    }

    [Fact]
    public async Task A_corrupt_registry_is_moved_aside_with_a_warning_and_the_run_is_kept()
    {
        Write("out/benchmark_runs.json", "[{");
        await SucceedAsync("--tier", "judge_pipeline", "--production-judge-models", "builtin:support");
        Assert.Contains("warning: ", Error.ToString(), StringComparison.Ordinal);
        Assert.Equal("[{", File.ReadAllText(Assert.Single(Files(), f => f.Contains(".corrupt_", StringComparison.Ordinal))));
    }
}
