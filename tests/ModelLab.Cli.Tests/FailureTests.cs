using Microsoft.Data.Sqlite;
using ModelLab.Core.Datasets;
using ModelLab.Core.Roles;
using ModelLab.Records.Reading;
using ModelLab.Records.Store;
using ModelLab.Records.Vocabulary;
using ModelLab.Testing;
using ModelLab.Testing.Support;
using Xunit;

namespace ModelLab.Cli.Tests;

/// <summary>What becomes of a run when endpoints or the disk fail in the middle of it.</summary>
[OneCulture]
public sealed class FailureTests : CliTest
{
    [Fact]
    public async Task Under_a_mix_of_faults_every_planned_unit_is_observed_once_and_no_failure_has_a_value()
    {
        Time = new HurriedTime(100);
        Provide("campus");
        var faults = FaultMix.Parse("429=0.1,500=0.1,prose=0.1,cut=0.05", seed: 7);
        // Whose requests are shared (the production judge's are: two items say the same) is asked once: of a re-ask that is shared, now the
        // one and now the other pays.
        var once = faults with
        {
            Prose = 0,
        };
        Server.Model("j").Reply = faults.Wrap(SensibleModel.Reply);
        Server.Model("p").Reply = once.Wrap(SensibleModel.Reply);
        foreach (var model in new[] { "g", "h" })
            Server.Model(model).Reply = once.Wrap(r => Scripted.Text(FormattableString.Invariant($"Ответ {model}{r.CallNumber}.")));
        // A hurried minute is over before a busy machine has answered.
        var run = await SucceedAsync(
            "--skip-checks",
            "--timeout",
            "6000",
            "--consistency-runs",
            "2",
            "--generation-models",
            "campus:g,campus:h",
            "--judge-models",
            "campus:j,builtin:overlap",
            "--production-judge-models",
            "campus:p,builtin:support"
        );

        var observations = Observations();
        // 2 generators · 12 questions · 2 repeats, 2·2·3·10 scorings, 2·2·10 trials, 2·4 decisions.
        Assert.Equal(48 + 120 + 40 + 8, observations.Count);
        Assert.Equal(
            observations.Count,
            observations
                .Select(o => (o.Tier, o.Measure, o.ItemId, o.GenerationModel, o.JudgeModel, o.ProductionJudgeModel, o.Repeat))
                .Distinct()
                .Count()
        );
        Assert.All(observations, o => Assert.Equal(o.Outcome == Outcome.Scored, o.Value is not null));
        Assert.All(observations, o => Assert.Equal(o.Outcome == Outcome.Scored, o.Error is null));
        Assert.Contains(observations, o => o.Facts.Attempts > o.Facts.Asks); // something was retried
        Assert.Equal(observations.Count, run.GetProperty("usage").EnumerateArray().Sum(u => u.GetProperty("units").GetInt32()));
        // Every attempt that the server saw is in the books; what equal requests share is there once more, marked as taken from the
        // journal.
        Assert.Equal(
            Server.RequestCount,
            observations
                .Where(o => o.AskedModel!.StartsWith("campus:", StringComparison.Ordinal) && o.Facts.JournalHits == 0)
                .Sum(o => o.Facts.Attempts)
        );
    }

    [Fact]
    public async Task A_generator_that_never_answers_leaves_its_scorings_not_run_and_the_judges_rank_untouched()
    {
        Provide("campus");
        Server.Model("dead").Reply = _ => Scripted.Status(400, "No.");
        var run = await FailAtAnEndpointAsync(
            "--skip-checks",
            "--generation-models",
            "campus:dead,campus:alive",
            "--judge-models",
            "campus:j",
            "--production-judge-models",
            "builtin:support"
        );
        Assert.Equal(
            3 * 10,
            Observations().Count(o => o is { GenerationModel: "campus:dead", JudgeModel: not null, Outcome: Outcome.NotRun })
        );
        Assert.Equal(["partial", "ok"], run.GetProperty("model_runs").EnumerateArray().Select(r => r.GetProperty("status").GetString()));
    }

    [Fact]
    public async Task A_disk_that_fails_during_a_run_ends_it_with_one_line_and_keeps_what_was_written()
    {
        Provide("campus");
        Server.Model("g").Reply = r =>
        {
            if (r.CallNumber == 3)
                Break(DetailFile());
            return Scripted.Text("Ответ.");
        };
        var code = await SweepAsync(
            "--tier",
            "2",
            "--skip-checks",
            "--max-concurrency",
            "1",
            "--generation-models",
            "campus:g",
            "--judge-models",
            "builtin:overlap"
        );
        Assert.Equal(2, code);
        Assert.Equal(
            $"error: {DetailFile().Replace('\\', '/')}: results can no longer be written (SQLite Error 19: 'the disk is full'.); what was written before stays readable\n",
            Error.ToString()
        );
        using var reader = ObservationReader.Open(DetailFile());
        Assert.All(reader.Answers(), a => Assert.Equal("Ответ.", a.Text));
        Assert.False(File.Exists(Path.Combine(Output, RunRegistry.FileName)));
    }

    // A full disk cannot be had in a test; SQLite failing at the same statement can.
    private static void Break(string file)
    {
        using var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = file, Pooling = false }.ToString());
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = "CREATE TRIGGER broken BEFORE INSERT ON observations BEGIN SELECT RAISE(ABORT, 'the disk is full'); END";
        command.ExecuteNonQuery();
    }
}
