using ModelLab.Core;
using ModelLab.Llm.Configuration;
using Xunit;

namespace ModelLab.Llm.Tests.Configuration;

public sealed class LabEnvironmentTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory().FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void The_process_comes_before_env_docker_and_that_before_env_benchmark_models()
    {
        var environment = Load(docker: "A=docker\nB=docker", models: "A=models\nB=models\nC=models", ("A", "process"));

        Assert.Equal(("process", "docker", "models", null), (environment["A"], environment["B"], environment["C"], environment["D"]));
        Assert.Equal(["A", "B", "C"], environment.Names.Order());
    }

    [Fact]
    public void A_folder_without_files_leaves_the_process() => Assert.Equal("1", Load(null, null, ("A", "1"))["A"]);

    [Theory]
    [InlineData("")]
    [InlineData("  \t ")]
    public void A_blank_value_does_not_win(string blank)
    {
        var environment = Load($"B={blank}\nC=\"{blank}\"", "A=1\nB=2\nC=3\nD=", ("A", blank));

        Assert.Equal(("1", "2", "3", null), (environment["A"], environment["B"], environment["C"], environment["D"]));
    }

    [Fact]
    public void References_reach_across_files_and_the_process()
    {
        var environment = Load("A=${B}-${P}", "B=models\nC=<${A}>", ("P", "process"));

        Assert.Equal(("models-process", "<models-process>"), (environment["A"], environment["C"]));
    }

    [Theory]
    [InlineData("${NOT_SET}")]
    [InlineData("${A}")]
    [InlineData("\"${A}\"")]
    [InlineData("${B}\nB=${A}")]
    public void A_reference_to_nothing_or_to_itself_leaves_the_weaker_value(string value)
    {
        var environment = Load($"A={value}", "A=weaker");

        Assert.Equal("weaker", environment["A"]);
        Assert.Null(Load($"A={value}", null)["A"]);
    }

    [Fact]
    public void Dollars_in_keys_survive()
    {
        var environment = Load("A=sk-$a$$b$1\nB='sk-$a b'\nC=\"$\"\nD=${A}!", null, ("P", "p$x${A}"));

        Assert.Equal("sk-$a$$b$1", environment["A"]);
        Assert.Equal("sk-$a b", environment["B"]);
        Assert.Equal("$", environment["C"]);
        Assert.Equal("sk-$a$$b$1!", environment["D"]);
        Assert.Equal("p$x${A}", environment["P"]);
    }

    [Fact]
    public void What_a_file_takes_from_the_process_is_taken_literally() =>
        Assert.Equal("p${B}", Load("A=${P}\nB=1", null, ("P", "p${B}"))["A"]);

    [Fact]
    public void Quotes_comments_and_exports_are_read_as_a_shell_does()
    {
        var environment = Load(
            "# comment\n\nA='one two'\r\nB=\"three # four\" # comment\nC=five # comment\nD=six#seven\nexport E=8\n F = 9 \nG=a=b==\n",
            null
        );

        Assert.Equal(
            ("one two", "three # four", "five", "six#seven"),
            (environment["A"], environment["B"], environment["C"], environment["D"])
        );
        Assert.Equal(("8", "9", "a=b=="), (environment["E"], environment["F"], environment["G"]));
    }

    [Fact]
    public void The_last_of_several_lines_counts() => Assert.Equal("2", Load("A=1\nA=2\nA=", null)["A"]);

    [Theory]
    [InlineData("GOOD=1\nsk-secret-abcdefgh\n")]
    [InlineData("A=\"sk-secret-abcdefgh\nB=1")]
    [InlineData("A=sk-secret-abcdefgh'x")]
    public void A_broken_file_is_named_and_never_quoted(string text)
    {
        var problem = Assert.Throws<BadInputException>(() => Load(null, text));

        Assert.StartsWith(".env.benchmark-models: not an env file", problem.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("secret", problem.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain('\n', problem.Message);
    }

    [Fact]
    public void The_scrubber_knows_the_values_of_key_variables()
    {
        var scrubber = Load(
                "PROVIDER_X_API_KEY=xxxx-1111\nMISTRAL_API=mmmm-2222\nJUDGE_API=jjjj-3333\nMINE=nnnn-4444\nJUDGE_MODEL=a-model-name",
                null
            )
            .CreateScrubber(["MINE"]);

        Assert.Equal("*** *** *** *** a-model-name", scrubber.Scrub("xxxx-1111 mmmm-2222 jjjj-3333 nnnn-4444 a-model-name"));
    }

    private LabEnvironment Load(string? docker, string? models, params (string Name, string Value)[] process)
    {
        Write(".env.docker", docker);
        Write(".env.benchmark-models", models);
        return LabEnvironment.Load(_folder, process.Select(p => KeyValuePair.Create(p.Name, p.Value)));
    }

    private void Write(string name, string? text)
    {
        var path = Path.Combine(_folder, name);
        if (text is null)
            File.Delete(path);
        else
            File.WriteAllText(path, text);
    }
}
