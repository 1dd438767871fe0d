using System.Globalization;
using ModelLab.Cli.Hosting;
using ModelLab.Llm.Limits;
using ModelLab.Llm.Money;
using ModelLab.Records.Deciding;
using ModelLab.Records.Reading;
using ModelLab.Records.Store;
using ModelLab.Records.Vocabulary;
using ModelLab.Records.Vocabulary.Metrics;
using ModelLab.Records.Writing;
using ModelLab.Sweeps.Forecasting;
using ModelLab.Sweeps.Phases;
using Spectre.Console;

namespace ModelLab.Cli.Screens;

/// <summary>Shows how a sweep goes: a bar on a terminal, a plain line now and then elsewhere.</summary>
internal sealed class RunScreen(Surroundings surroundings, Language language, bool quiet) : IRunScreen
{
    private static readonly TimeSpan BarPause = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan LinePause = TimeSpan.FromSeconds(5);

    public void Using(IReadOnlyList<UsedInput> inputs)
    {
        var writer = quiet ? surroundings.Error : surroundings.Out.Lines();
        foreach (var input in inputs)
            writer.WriteLine(UsedInputText.Line(input, language));
    }

    public void Shortlisted(Shortlist shortlist)
    {
        var writer = quiet ? surroundings.Error : surroundings.Out.Lines();
        foreach (var role in shortlist.Roles)
            writer.WriteLine(role.Remark(shortlist.Run).In(language));
    }

    public void Racing(RaceOutlook outlook) =>
        (quiet ? surroundings.Error : surroundings.Out.Lines()).WriteLine(RaceOutlookText.Line(outlook, language));

    public void ModelExcluded(ExcludedModel model) =>
        surroundings.Error.WriteLine(
            $"{language.Say("excluded", "исключена")} ({Names.Of(model.Role)}): {model.Model}: {model.ReasonIn(language)}"
        );

    public void Waiting(string model, TimeSpan atMost) =>
        surroundings.Error.WriteLine(
            language.Say(
                $"{model}: no answer yet, it may be loading: waiting up to {atMost.TotalSeconds.ToString("0", language.Culture)} s (--load-timeout)",
                $"{model}: пока не отвечает, возможно, загружается: ждём до {atMost.TotalSeconds.ToString("0", language.Culture)} с (--load-timeout)"
            )
        );

    public async Task WatchAsync(
        string detailFile,
        Func<int> totalUnits,
        SpendLedger spending,
        Func<IReadOnlyList<SlowModel>> slow,
        CancellationToken untilDone
    )
    {
        if (quiet)
            return;
        using var reader = ObservationReader.Open(detailFile);
        var start = surroundings.Time.GetTimestamp();
        if (!surroundings.Out.Profile.Capabilities.Interactive || !surroundings.Out.Profile.Capabilities.Ansi)
        {
            while (await PauseAsync(LinePause, untilDone).ConfigureAwait(false))
                surroundings.Out.WriteLine(Line(reader, totalUnits(), spending, slow(), start));
            surroundings.Out.WriteLine(Line(reader, totalUnits(), spending, slow(), start));
            return;
        }
        await surroundings
            .Out.Progress()
            .AutoClear(true)
            .Columns(new ProgressBarColumn(), new PercentageColumn(), new TaskDescriptionColumn { Alignment = Justify.Left })
            .StartAsync(async context =>
            {
                var task = context.AddTask(
                    Markup.Escape(Line(reader, totalUnits(), spending, slow(), start)),
                    maxValue: Math.Max(1, totalUnits())
                );
                do
                {
                    task.Description = Markup.Escape(Line(reader, totalUnits(), spending, slow(), start));
                    task.MaxValue = Math.Max(1, totalUnits());
                    task.Value = reader.Progress().Sum(p => p.Done);
                } while (await PauseAsync(BarPause, untilDone).ConfigureAwait(false));
            })
            .ConfigureAwait(false);
        surroundings.Out.WriteLine(Line(reader, totalUnits(), spending, slow(), start));
    }

    private string Line(ObservationReader reader, int total, SpendLedger spending, IReadOnlyList<SlowModel> slow, long start)
    {
        var progress = reader.Progress();
        var (done, failed) = (progress.Sum(p => p.Done), progress.Sum(p => p.Failed));
        var seconds = surroundings.Time.GetElapsedTime(start).TotalSeconds;
        var rate = seconds > 0 ? done / seconds : 0;
        var left =
            rate > 0
                ? TimeSpan.FromSeconds((total - done) / rate).ToString(@"h\:mm\:ss", CultureInfo.InvariantCulture)
                : MetricText.Undefined;
        var spent =
            spending.Spent == 0 ? "" : string.Create(language.Culture, $", {language.Say("spent", "потрачено")} {spending.Spent:0.####}");
        return language.Code == "ru"
            ? string.Create(language.Culture, $"{done}/{total}, {rate:0.0}/с, без результата: {failed}{spent}, осталось {left}{Why(slow)}")
            : string.Create(language.Culture, $"{done}/{total}, {rate:0.0}/s, not scored: {failed}{spent}, time left {left}{Why(slow)}");
    }

    // Of many models the slowest says enough.
    private string Why(IReadOnlyList<SlowModel> slow)
    {
        if (slow.OrderByDescending(s => s.Hold).ThenBy(s => s.PerSecond ?? double.MaxValue).FirstOrDefault() is not { } slowest)
            return "";
        var why =
            slowest.Hold > TimeSpan.Zero
                ? language.Say(
                    $"asked to wait {slowest.Hold.TotalSeconds.ToString("0", language.Culture)} s",
                    $"просит подождать {slowest.Hold.TotalSeconds.ToString("0", language.Culture)} с"
                )
            : slowest.PerSecond >= 0.5
                ? language.Say(
                    $"{slowest.PerSecond.Value.ToString("0.#", language.Culture)} requests/s",
                    $"{slowest.PerSecond.Value.ToString("0.#", language.Culture)} запр./с"
                )
            : language.Say(
                $"{(60 * slowest.PerSecond!.Value).ToString("0.#", language.Culture)} requests/min",
                $"{(60 * slowest.PerSecond!.Value).ToString("0.#", language.Culture)} запр./мин"
            );
        return $"; {slowest.Model}: {why}";
    }

    private async Task<bool> PauseAsync(TimeSpan pause, CancellationToken untilDone)
    {
        try
        {
            await Task.Delay(pause, surroundings.Time, untilDone).ConfigureAwait(false);
            return true;
        }
        catch (OperationCanceledException)
        {
            return false;
        }
    }
}
