using System.Text.Json;
using Microsoft.Data.Sqlite;
using ModelLab.Core.Roles;
using ModelLab.Testing;
using Xunit;

namespace ModelLab.Cli.Tests.Calls;

public sealed class JournalTests : SweepLab
{
    [Fact]
    public async Task A_warm_rerun_asks_nothing_and_comes_to_the_same()
    {
        (await RunAsync(Sweep(5))).Expect(0);
        var (cold, requests) = (Observations().Select(Timeless).ToList(), Server.RequestCount);
        Assert.Equal(30, requests); // 2 generators × 5 questions, and each answer scored by 2 judges

        (await RunAsync(Sweep(5))).Expect(0);

        Assert.Equal(requests, Server.RequestCount);
        Assert.Equal(cold, Observations().Select(Timeless));
        Assert.All(Observations(), o => Assert.Equal((1, 1), (o.Facts.Asks, o.Facts.JournalHits)));
        Assert.Equal(2, DetailFiles().Count);
    }

    [Fact]
    public async Task Only_what_is_missing_is_asked_for()
    {
        async Task<int> AskedBy(string[] command)
        {
            Server.Reset();
            (await RunAsync(command)).Expect(0);
            Assert.Equal(0, Server.Duplicates);
            return Server.RequestCount;
        }
        Assert.Equal(18, await AskedBy([.. Sweep(5), "--limit", "3"])); // 3 questions: 6 answers, 12 scores
        Assert.Equal(12, await AskedBy(Sweep(5))); // 2 questions more
        Assert.Equal(10, await AskedBy(Sweep(5, judges: "lab:j1,lab:j2,lab:j3"))); // a judge of 10 answers
        Assert.Equal(5 + 15, await AskedBy(Sweep(5, generators: "lab:g1,lab:g2,lab:g3", judges: "lab:j1,lab:j2,lab:j3"))); // a generator, 5 answers by 3 judges
        Variables["PROVIDER_LAB_API_KEY"] = "sk-another-key-0123456789";
        Assert.Equal(0, await AskedBy(Sweep(5)));
        Assert.Equal(0, await AskedBy(Sweep(5, reversed: true)));
        Assert.Equal(0, await AskedBy([.. Sweep(5, judges: "lab:j2,lab:j1"), "--max-concurrency", "3", "--timeout", "9"]));
        Assert.Equal(10, await AskedBy([.. Sweep(5), "--generation-temperature", "0.1"])); // the answers come out the same, so their scores are known
    }

    [Fact]
    public async Task A_role_is_refreshed_alone_and_no_cache_refreshes_all()
    {
        (await RunAsync(Sweep(4))).Expect(0);
        Server.Reset();
        (await RunAsync([.. Sweep(4), "--refresh", "judge"])).Expect(0);
        Assert.Equal((0, 8), (Server.CountFor("g1"), Server.CountFor("j1")));
        Server.Reset();
        (await RunAsync([.. Sweep(4), "--no-cache"])).Expect(0);
        Assert.Equal((4, 8, 24), (Server.CountFor("g1"), Server.CountFor("j1"), Server.RequestCount));
    }

    [Fact]
    public async Task A_failed_refresh_does_not_lose_what_was_paid_for()
    {
        Time = new HastyTime();
        (await RunAsync(Sweep(2))).Expect(0);
        var judge = Server.Model("j1").Reply;
        Server.Model("j1").Reply = _ => Scripted.Status(500, "Down.");
        (await RunAsync([.. Sweep(2), "--refresh", "judge"])).Expect(6);
        Server.Model("j1").Reply = judge;
        Server.Reset();

        (await RunAsync([.. Sweep(2), "--new"])).Expect(0);

        Assert.Equal(0, Server.RequestCount);
    }

    [Fact]
    public async Task Final_errors_and_refusals_are_asked_again_only_on_demand()
    {
        var judge = Server.Model("j1").Reply;
        Server.Model("j1").Reply = r =>
            QuestionOf(r) == Id(0) ? Scripted.Status(400, "Too long.")
            : QuestionOf(r) == Id(1) ? Scripted.Refusal("Нет.")
            : judge(r);
        await RunAsync(Sweep(4));
        Server.Model("j1").Reply = judge;
        Server.Reset();

        (await RunAsync(Sweep(4))).Expect(0);
        Assert.Equal(0, Server.RequestCount);
        Assert.Equal(
            (2, 2),
            (Observations().Count(o => o.Outcome == Outcome.TransportError), Observations().Count(o => o.Outcome == Outcome.Refused))
        );

        (await RunAsync([.. Sweep(4), "--retry-errors"])).Expect(0);
        Assert.Equal(4, Server.RequestCount); // two questions, two generators
        Assert.All(Observations(), o => Assert.Equal(Outcome.Scored, o.Outcome));
    }

    [Fact]
    public async Task Access_errors_are_asked_again_by_the_same_command()
    {
        Variables["PROVIDER_LAB_API_KEY"] = "sk-wrong-0123456789abcdef";
        Server.Model("j1").RequiredKey = "sk-right-0123456789abcdef";
        (await RunAsync(Sweep(3))).Expect(6);
        Variables["PROVIDER_LAB_API_KEY"] = "sk-right-0123456789abcdef";
        Server.Reset();

        (await RunAsync(Sweep(3))).Expect(0);

        Assert.Equal((6, 6), (Server.RequestCount, Server.CountFor("j1")));
    }

    [Fact]
    public async Task No_secret_is_in_any_file()
    {
        const string key = "sk-live-Zq8/Xw3+Lm5=Tr7Yu1";
        Variables["PROVIDER_LAB_API_KEY"] = key;
        Server.Model("j1").RequiredKey = "another";
        Server.Model("j2").Reply = r => Scripted.Status(400, $"{r.Authorization} may not ask this");
        await RunAsync(Sweep(2));

        foreach (var file in Directory.EnumerateFiles(Output))
        {
            var text = System.Text.Encoding.UTF8.GetString(File.ReadAllBytes(file));
            for (var i = 0; i + 8 <= key.Length; i++)
                Assert.False(text.Contains(key.Substring(i, 8), StringComparison.Ordinal), $"{file} holds a part of the key");
        }
    }

    [Fact]
    public async Task The_journal_is_told_pruned_and_exported()
    {
        (await RunAsync("journal", "stats", "--output-dir", Output)).Expect(2);
        (await RunAsync(Sweep(3))).Expect(0);

        var stats = (await RunAsync("journal", "stats", "--output-dir", Output)).Expect(0).Output;
        Assert.Contains(": 18 calls, ", stats, StringComparison.Ordinal);
        Assert.Contains($"g1 at {Server.BaseUrlFor("lab")}: 3 calls, 0 errors, ", stats, StringComparison.Ordinal);
        var lines = (await RunAsync("journal", "export", "--output-dir", Output))
            .Expect(0)
            .Output.Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Select(l => JsonElement.Parse(System.Text.Encoding.UTF8.GetBytes(l)))
            .ToList();
        Assert.Equal(18, lines.Count);
        Assert.Equal(
            3,
            lines.Count(l =>
                l.GetProperty("model").GetString() == "g1"
                && l.GetProperty("text").GetString()!.StartsWith("Ответ модели g1", StringComparison.Ordinal)
            )
        );

        Assert.Contains(
            "say what to delete",
            (await RunAsync("journal", "prune", "--output-dir", Output)).Expect(2).Error,
            StringComparison.Ordinal
        );
        Assert.Equal(
            "deleted 0 calls\n",
            (await RunAsync("journal", "prune", "--output-dir", Output, "--older-than", "1")).Expect(0).Output
        );
        Assert.Equal("deleted 0 calls\n", (await RunAsync("journal", "prune", "--output-dir", Output, "--errors")).Expect(0).Output);
        Assert.Equal("deleted 3 calls\n", (await RunAsync("journal", "prune", "--output-dir", Output, "--model", "g1")).Expect(0).Output);
        Server.Reset();
        (await RunAsync(Sweep(3))).Expect(0);
        Assert.Equal((3, 3), (Server.CountFor("g1"), Server.RequestCount)); // the same answers, so the same scorings
    }

    [Fact]
    public async Task A_corrupt_or_foreign_journal_is_one_clear_line()
    {
        Directory.CreateDirectory(Output);
        File.WriteAllText(Journal, new string('x', 5000));
        foreach (var command in new string[][] { Sweep(2), [.. Sweep(2), "--dry-run"] })
        {
            var error = (await RunAsync(command)).Expect(2).Error;
            Assert.StartsWith($"error: {Journal}: the journal is corrupt (", error, StringComparison.Ordinal);
            Assert.Single(error.Split('\n', StringSplitOptions.RemoveEmptyEntries));
        }
        foreach (var verb in new[] { "stats", "export" })
            Assert.StartsWith(
                $"error: {Journal}: the journal cannot be used (",
                (await RunAsync("journal", verb, "--output-dir", Output)).Expect(2).Error,
                StringComparison.Ordinal
            );
        File.Delete(Journal);
        using (var other = new SqliteConnection($"Data Source={Journal};Pooling=false"))
        {
            other.Open();
            using var command = other.CreateCommand();
            command.CommandText = "CREATE TABLE calls(id INTEGER)";
            command.ExecuteNonQuery();
        }
        Assert.StartsWith(
            $"error: {Journal}: not a journal of this version (",
            (await RunAsync(Sweep(2))).Expect(2).Error,
            StringComparison.Ordinal
        );
        Assert.Equal(0, Server.RequestCount);
    }

    [Fact]
    public async Task A_model_whose_alias_moved_is_told()
    {
        Server.Model("g1").ReturnedModel = "g1-old";
        (await RunAsync([.. Sweep(4), "--limit", "2"])).Expect(0);
        Server.Model("g1").ReturnedModel = "g1-new";

        Assert.Contains(
            "lab:g1: the endpoint answered as g1-new and g1-old: an alias has moved",
            (await RunAsync(Sweep(4))).Expect(0).Output,
            StringComparison.Ordinal
        );
    }
}
