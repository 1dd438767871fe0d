using ModelLab.Core.Roles;
using ModelLab.Core.Text;
using ModelLab.Records.Reading;
using ModelLab.Records.Store;
using ModelLab.Records.Vocabulary;
using ModelLab.Testing;
using Xunit;

namespace ModelLab.Cli.Tests;

public sealed class StopTests : CliTest
{
    private static readonly string[] Models =
    [
        "--generation-models",
        "campus:slow",
        "--judge-models",
        "builtin:overlap",
        "--production-judge-models",
        "builtin:support",
    ];

    [Fact]
    public async Task Ctrl_C_during_a_run_keeps_what_is_finished_and_says_where()
    {
        Provide("campus");
        Server.Model("slow").Reply = r =>
        {
            if (r.CallNumber <= 4)
                return Scripted.Text("Ответ.");
            CtrlC.Cancel();
            return Scripted.Hang();
        };

        var code = await SweepAsync([.. Models, "--skip-checks", "--max-concurrency", "1"]);

        Assert.Equal(130, code);
        Assert.Equal(
            $"error: interrupted: everything finished so far is in {DetailFile().Replace('\\', '/')}; the same command goes on from there\n",
            Error.ToString()
        );
        using var reader = ObservationReader.Open(DetailFile());
        Assert.Equal("interrupted", reader.State());
        // One call at a time: the first four were answered when the fifth came, and each is on disk with its observation.
        Assert.Equal(4, reader.Answers().Count());
        Assert.Equal(4, reader.Observations().Count(o => o.GenerationModel == "campus:slow" && o.Measure == Measures.Abstention));
        Assert.False(File.Exists(Path.Combine(Output, RunRegistry.FileName)));
    }

    [Fact]
    public async Task Ctrl_C_during_the_checks_writes_nothing()
    {
        Provide("campus");
        Server.Model("slow").Reply = _ =>
        {
            CtrlC.Cancel();
            return Scripted.Hang();
        };
        Assert.Equal(130, await SweepAsync(Models));
        Assert.EndsWith("error: interrupted before the run began: nothing was written\n", Error.ToString(), StringComparison.Ordinal);
        Assert.Empty(Files());
    }
}
