using ModelLab.Cli.Hosting;
using ModelLab.Core.Models;
using ModelLab.Records.Deciding;
using ModelLab.Records.Reading;
using ModelLab.Records.Vocabulary;
using ModelLab.Records.Vocabulary.Metrics;
using ModelLab.Records.Writing;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace ModelLab.Cli.Screens;

/// <summary>A finished run on the terminal: one table per role, best first, then where the files are.</summary>
internal static class ResultTables
{
    /// <summary>A run that was just written.</summary>
    public static void Show(IAnsiConsole console, RunFiles files, Language language)
    {
        Tables(console, files.Run, language);
        // Why a model is out was told before the first call, and stands below its table.
        Words(console, files.Run, files.Recommendations, language);
        var plain = console.Lines();
        plain.WriteLine();
        plain.WriteLine($"{language.Say("runs registry", "реестр запусков")}: {files.RegistryFile}");
        plain.WriteLine($"{language.Say("report", "отчёт")}: {files.ReportFile}");
        plain.WriteLine($"{language.Say("details", "подробности")}: {files.JsonFile}, {files.DetailFile}");
    }

    /// <summary>A finished run.</summary>
    public static void Show(IAnsiConsole console, Run run, IReadOnlyList<RoleRecommendation> recommendations, Language language)
    {
        Tables(console, run, language);
        foreach (var model in run.Excluded)
            console.Lines().WriteLine($"{language.Say("excluded", "исключена")}: {model.Model}: {model.ReasonIn(language)}");
        Words(console, run, recommendations, language);
    }

    private static void Tables(IAnsiConsole console, Run run, Language language)
    {
        var rankings = RoleRanking.Of(run);
        foreach (var ranking in rankings)
            console.Write(ToTable(ranking, language, console.Profile.Width));
        // Beside models these are long and aside: the report has them.
        foreach (var tier in rankings.Count == 0 ? [Tier.Intrinsic, Tier.Retrieval, Tier.Ux] : Array.Empty<Tier>())
            if (run.Numbers.Where(n => n.Tier == tier).ToList() is { Count: > 0 } numbers)
                console.Write(ToTable(tier, numbers, language, console.Profile.Width));
    }

    private static void Words(IAnsiConsole console, Run run, IReadOnlyList<RoleRecommendation> recommendations, Language language)
    {
        var plain = console.Lines(); // paths and reasons are to be copied: the console would break them at its width
        var words = new RecommendationText(language);
        foreach (var recommendation in recommendations)
            plain.WriteLine($"{words.Title(recommendation.Role)}: {words.Reason(recommendation)}");
        foreach (var race in run.Races)
            plain.WriteLine($"{language.Say("race", "гонка")}: {words.Title(race.Role)}: {RaceReport.Summary(race, language)}");
        var status = RunStatus.Of(run, recommendations);
        plain.WriteLine($"{language.Say("status", "статус")}: {StatusText.Headline(status, language)}");
        if (StatusText.Combination(status, language) is { } combination)
            plain.WriteLine($"{StatusText.CombinationTitle(language).ToLower(language.Culture)}: {combination}");
        foreach (var note in run.Notes)
            plain.WriteLine($"{language.Say("note", "примечание")}: {note.In(language)}");
    }

    private static IRenderable ToTable(RoleRanking ranking, Language language, int width)
    {
        var table = new FittedTable
        {
            Title = MarkdownReport.Title(ranking, language),
            Places = new FittedColumn("#", [.. ranking.Models.Select(m => m.Rank?.ToString(language.Culture) ?? MetricText.Undefined)]),
            Names = new FittedColumn(language.Say("Model", "Модель"), [.. ranking.Models.Select(m => m.Model)]),
            Muted = ranking.Models.Index().Where(m => m.Item.Reason is not null).Select(m => m.Index).ToHashSet(),
            Columns = [.. ranking.Columns.Select(c => ToColumn(ranking, c, language))],
            Language = language,
            Elsewhere = language.Say("in the report", "в отчёте"),
            Needed = Needed(ranking.Role),
        }.Laid(width);
        return table.Fit(width, Captions(ranking, [.. ranking.Columns.Take(table.Fitting(width))], language));
    }

    // What the workflow names for a role: three scores and the time; consistency, errors and the time; F1, accuracy, precision, recall and the
    // time.
    private static int Needed(ModelRole role) => role == ModelRole.ProductionJudge ? 5 : 4;

    // Numbers that no model was compared by: one a line.
    private static IRenderable ToTable(Tier tier, IReadOnlyList<Aggregate> numbers, Language language, int width) =>
        new FittedTable
        {
            Title = MarkdownReport.TierTitle(tier, language),
            Names = new FittedColumn(
                language.Say("Metric", "Метрика"),
                [.. numbers.Select(n => Header(tier, n.Metric, language) + (n.GenerationModel is { } model ? $"\n  {model}" : ""))]
            ),
            Columns =
            [
                new FittedColumn(
                    language.Say("Value", "Значение"),
                    [.. numbers.Select(n => MetricText.WithN(n, tier, n.Metric, language))]
                ),
            ],
            Language = language,
            Elsewhere = language.Say("in the report", "в отчёте"),
        }.Fit(
            width,
            IntervalText.Note(numbers.Select(n => n.Interval), language) is { } note ? [$"{IntervalText.UnreliableMark} {note}"] : []
        );

    // Milliseconds are not to be guessed.
    private static string Header(Tier tier, string metric, Language language) =>
        MetricText.Title(tier, metric, language) + (MetricCatalog.Find(tier, metric).Unit == "ms" ? language.Say(", ms", ", мс") : "");

    private static IEnumerable<string> Captions(RoleRanking ranking, IReadOnlyList<string> shown, Language language)
    {
        if (ranking.Judges.Count > 0)
            yield return $"{language.Say("means over", "среднее по судьям")}: {string.Join(", ", ranking.Judges)}";
        foreach (var model in ranking.Models.Where(m => m.Reason is not null))
            yield return $"{model.Model}: {language.Say("not ranked", "без места")}: {model.ReasonIn(language)}";
        if (IntervalText.Note(ranking.Models.SelectMany(m => shown.Select(c => m.Values[c]?.Interval)), language) is { } note)
            yield return $"{IntervalText.UnreliableMark} {note}";
    }

    // A denominator that all models share stands in the header, otherwise in the cells.
    private static FittedColumn ToColumn(RoleRanking ranking, string metric, Language language)
    {
        var header = Header(ranking.Tier, metric, language);
        var values = ranking.Models.Select(m => m.Values[metric]).ToList();
        var denominators = values.Where(v => v?.Value is not null).Select(v => v!.N).Distinct().ToList();
        var brief = values.Select(v => MetricText.Value(ranking.Tier, metric, v?.Value, language)).ToList();
        if (denominators.Count > 1 || !MetricCatalog.Find(ranking.Tier, metric).HasDenominator)
            return new FittedColumn(header, [.. values.Select(v => MetricText.WithN(v, ranking.Tier, metric, language))]) { Brief = brief };
        if (denominators.Count == 1)
            header += string.Create(language.Culture, $"\nn={denominators[0]}");
        return new FittedColumn(header, [.. values.Select(v => MetricText.WithInterval(v, ranking.Tier, metric, language))])
        {
            Brief = brief,
        };
    }
}
