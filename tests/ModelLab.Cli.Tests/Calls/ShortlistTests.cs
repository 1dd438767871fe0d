using System.Text.Json;
using ModelLab.Testing;
using Xunit;

namespace ModelLab.Cli.Tests.Calls;

/// <summary>A small run sifts, a larger one estimates: g1 and g2 are equally good, g3 is worse by 2 points on every question.</summary>
public sealed class ShortlistTests : SweepLab
{
    private const string All = "lab:g1,lab:g2,lab:g3";

    [Fact]
    public async Task Finalists_are_the_tied_best_and_are_asked_other_questions()
    {
        var small = await SiftAsync(12);
        Server.Reset();
        var ended = (await RunAsync([.. Unnamed(40), "--limit", "20", "--shortlist-from", small])).Expect(0);

        Assert.Contains(
            $"shortlist from {small}: Generation models: taken lab:g1 (tied best), lab:g2 (tied best); left out lab:g3 (short of lab:g",
            ended.Output,
            StringComparison.Ordinal
        );
        Assert.Contains(
            $"shortlist from {small}: Benchmark judges: taken lab:j1 (not compared there), lab:j2 (not compared there)\n",
            ended.Output,
            StringComparison.Ordinal
        );
        Assert.Contains(
            $"note: 12 questions were left out, because they chose the finalists (run {small})\n",
            ended.Output,
            StringComparison.Ordinal
        );
        Assert.Equal(["lab:g1", "lab:g2"], Models("generators"));
        Assert.Equal(["lab:j1", "lab:j2"], Models("judges"));
        Assert.Equal(0, Server.CountFor("g3"));
        // q000 … q011 sifted; the next 20 of the file are estimated on.
        Assert.Equal(Enumerable.Range(12, 20).Select(Id), Observations().Select(o => o.ItemId).Distinct().Order(StringComparer.Ordinal));
        var spec = Detail().GetProperty("spec").GetProperty("shortlist");
        Assert.Equal((small, false), (spec.GetProperty("run").GetString(), spec.GetProperty("reuses_questions").GetBoolean()));
        Assert.Equal(Enumerable.Range(0, 12).Select(Id), spec.GetProperty("used_item_ids").EnumerateArray().Select(i => i.GetString()));
        Assert.Contains(small, Detail().GetProperty("fingerprint_parts").GetProperty("shortlist").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_flag_keeps_its_role_and_top_takes_the_best_by_value()
    {
        var small = await SiftAsync(12);
        (
            await RunAsync([.. Unnamed(40), "--limit", "5", "--shortlist-from", small, "--judge-models", "lab:j2", "--shortlist-top", "1"])
        ).Expect(0);
        Assert.Single(Models("generators"));
        Assert.NotEqual("lab:g3", Models("generators")[0]);
        Assert.Equal(["lab:j2"], Models("judges"));

        Server.Reset();
        var none = (await RunAsync([.. Sweep(40), "--shortlist-from", small])).Expect(2).Error;
        Assert.Equal(
            $"error: --shortlist-from {small}: it has no models for a role that the chosen tiers need and no flag names: leave it out\n",
            none
        );
        Assert.Equal(0, Server.RequestCount);
    }

    [Fact]
    public async Task Where_no_question_is_left_one_line_says_so_and_a_flag_asks_them_again()
    {
        var small = await SiftAsync(12, all: true);
        var ended = (await RunAsync([.. Unnamed(12), "--shortlist-from", small])).Expect(2);
        Assert.Matches(
            $@"^error: --shortlist-from {small}: all 12 questions of .*gold_12\.json were used for the shortlist: give a data set with more, or --reuse-shortlist-questions\n$",
            ended.Error
        );
        Assert.Single(DetailFiles());

        (await RunAsync([.. Unnamed(12), "--shortlist-from", "latest", "--reuse-shortlist-questions", "--new"])).Expect(0);
        Assert.Equal(12, Observations().Select(o => o.ItemId).Distinct().Count());
        Assert.Equal(small, Detail().GetProperty("spec").GetProperty("shortlist").GetProperty("run").GetString());
    }

    [Fact]
    public async Task Labelled_items_are_reused_when_none_is_left_and_the_run_says_so()
    {
        var labelled = Labelled("few", 24);
        foreach (var (decider, right) in new[] { ("p1", true), ("p2", false) })
            Server.Model(decider).Reply = r =>
                Scripted.Verdict(r.Messages.Any(m => m.Text.Contains("верно", StringComparison.Ordinal)) == right);
        string[] Pipeline(string set, params string[] more) =>
            [
                "run",
                "--tier",
                "judge_pipeline",
                "--judge-pipeline-dataset",
                set,
                "--output-dir",
                Output,
                "--skip-checks",
                "--lang",
                "ru",
                .. more,
            ];
        (await RunAsync(Pipeline(labelled, "--production-judge-models", "lab:p1,lab:p2,builtin:coin"))).Expect(0);
        var small = LastRun().GetProperty("id").GetString()!;

        var same = (await RunAsync(Pipeline(labelled, "--shortlist-from", small))).Expect(0);
        Assert.Contains(
            $"отбор по запуску {small}: Продакшн-судьи: взяты lab:p1 (не отличима от лучшей); не взяты lab:p2 (отстаёт от lab:p1 на 1,000), builtin:coin (встроенный ориентир)\n",
            same.Output,
            StringComparison.Ordinal
        );
        Assert.Contains("по всем размеченным ответам отбирали оставшихся продакшн-судей", same.Output, StringComparison.Ordinal);
        Assert.Equal(24, Observations().Count);
        // The first run's decision goes with the one that it left: p1 was right on all, p2 on none.
        Assert.Contains(
            $"Возьмите lab:p1: выбрана в {small} из 2; этот запуск уточняет её уровень: F1 1,000;",
            same.Output,
            StringComparison.Ordinal
        );
        var decided = Detail().GetProperty("recommendation").EnumerateArray().Single();
        Assert.Equal(
            ("single", "lab:p1", "chosen_before", small, 2),
            (
                decided.GetProperty("verdict").GetString(),
                decided.GetProperty("pick").GetString(),
                decided.GetProperty("pick_reason").GetString(),
                decided.GetProperty("chosen_in").GetProperty("run").GetString(),
                decided.GetProperty("chosen_in").GetProperty("among").GetInt32()
            )
        );
        Assert.Contains(
            $"Take lab:p1: chosen in {small} among 2",
            (await RunAsync("recommend", "--output-dir", Output, "--lang", "en")).Expect(0).Output,
            StringComparison.Ordinal
        );

        (await RunAsync(Pipeline(Labelled("more", 30), "--shortlist-from", small))).Expect(0);
        Assert.Equal(Enumerable.Range(24, 6).Select(i => $"d{i}"), Observations().Select(o => o.ItemId).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task A_shortlist_goes_on_after_a_race_and_with_one()
    {
        ScriptJudges();
        (await RunAsync([.. Sweep(80, All), "--limit", "40", "--race", "--race-batch", "4"])).Expect(0);
        var raced = LastRun().GetProperty("id").GetString()!;
        var ended = (await RunAsync([.. Unnamed(80), "--shortlist-from", raced, "--race", "--dry-run"])).Expect(0);
        Assert.Contains("left out lab:g3 (dropped after ", ended.Output, StringComparison.Ordinal);
        Assert.Contains("at most, if --race drops nobody", ended.Output, StringComparison.Ordinal);
        (await RunAsync([.. Unnamed(80), "--shortlist-from", raced, "--race"])).Expect(0);
        Assert.Equal(40, Observations().Select(o => o.ItemId).Distinct().Count());
    }

    [Theory]
    [InlineData("error: --shortlist-top: there is no shortlist: give --shortlist-from RUN too\n", "--shortlist-top", "2")]
    [InlineData(
        "error: --reuse-shortlist-questions: there is no shortlist: give --shortlist-from RUN too\n",
        "--reuse-shortlist-questions"
    )]
    public async Task Its_flags_need_a_run(string error, params string[] flags) =>
        Assert.Equal(error, (await RunAsync([.. Sweep(5), .. flags])).Expect(2).Error);

    [Fact]
    public async Task An_unknown_or_unfinished_run_is_refused()
    {
        Assert.Matches(
            @"^error: nowhere: no such run in .*: there is none; make one with 'run'\n$",
            (await RunAsync([.. Unnamed(5), "--shortlist-from", "nowhere"])).Expect(2).Error
        );
        Server.Model("g1").Reply = _ =>
        {
            CtrlC.Cancel();
            return Scripted.Text("Ответ модели g1 на вопрос q000.");
        };
        (await RunAsync([.. Sweep(5), "--max-concurrency", "1"])).Expect(130);
        var id = Path.GetFileNameWithoutExtension(DetailFiles()[^1])["rag_benchmark_".Length..];
        Assert.Equal(
            $"error: --shortlist-from {id}: that run is not finished: give its command again first\n",
            (await RunAsync([.. Unnamed(5), "--shortlist-from", id])).Expect(2).Error
        );
    }

    private async Task<string> SiftAsync(int questions, bool all = false)
    {
        ScriptJudges();
        (
            await RunAsync([
                .. Sweep(all ? questions : 40, All),
                "--limit",
                questions.ToString(System.Globalization.CultureInfo.InvariantCulture),
            ])
        ).Expect(0);
        return LastRun().GetProperty("id").GetString()!;
    }

    // The same sweep without the flags that name models.
    private string[] Unnamed(int questions)
    {
        var args = Sweep(questions).ToList();
        foreach (var flag in new[] { "--generation-models", "--judge-models" })
            args.RemoveRange(args.IndexOf(flag), 2);
        return [.. args];
    }

    private string Labelled(string name, int count) =>
        Write(
            $"dataset_judge_pipeline_{name}.json",
            JsonSerializer.Serialize(
                Enumerable
                    .Range(0, count)
                    .Select(i => new
                    {
                        id = $"d{i:00}",
                        question = $"Вопрос {i}?",
                        answer = i % 2 == 0 ? $"Ответ {i}: верно." : $"Ответ {i}: мимо.",
                        context = $"Текст {i}.",
                        ground_truth_show = i % 2 == 0 ? "yes" : "no",
                    })
            )
        );

    private string[] Models(string role) =>
        [.. Detail().GetProperty("spec").GetProperty("models").GetProperty(role).EnumerateArray().Select(m => m.GetString()!)];
}
