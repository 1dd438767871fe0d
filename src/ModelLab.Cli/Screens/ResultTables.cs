using ModelLab.Cli.Hosting;
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
    public static void Show(IAnsiConsole console, RunFiles files, Language language)
    {
        foreach (var ranking in RoleRanking.Of(files.Run))
            console.Write(ToTable(ranking, language, console.Profile.Width));
        var plain = console.Lines(); // paths and reasons are to be copied: the console would break them at its width
        var words = new RecommendationText(language);
        foreach (var recommendation in files.Recommendations)
            plain.WriteLine($"{words.Title(recommendation.Role)}: {words.Reason(recommendation)}");
        foreach (var race in files.Run.Races)
            plain.WriteLine($"{language.Say("race", "гонка")}: {words.Title(race.Role)}: {RaceReport.Summary(race, language)}");
        foreach (var model in files.Run.Excluded)
            plain.WriteLine($"{language.Say("excluded", "исключена")}: {model.Model}: {model.Reason}");
        var status = RunStatus.Of(files.Run, files.Recommendations);
        plain.WriteLine($"{language.Say("status", "статус")}: {StatusText.Headline(status, language)}");
        if (StatusText.Combination(status, language) is { } combination)
            plain.WriteLine($"{StatusText.CombinationTitle(language).ToLower(language.Culture)}: {combination}");
        foreach (var note in files.Run.Notes)
            plain.WriteLine($"{language.Say("note", "примечание")}: {note}");
        plain.WriteLine();
        plain.WriteLine($"{language.Say("runs registry", "реестр запусков")}: {files.RegistryFile}");
        plain.WriteLine($"{language.Say("report", "отчёт")}: {files.ReportFile}");
        plain.WriteLine($"{language.Say("details", "подробности")}: {files.JsonFile}, {files.DetailFile}");
    }

    private static IRenderable ToTable(RoleRanking ranking, Language language, int width)
    {
        var all = ranking.Columns.Select(c => Column.Of(ranking, c, language)).ToList();
        var names = ranking.Models.Max(m => m.Model.Length);
        // Columns stand in the order of their importance; the report has those that the terminal is too narrow for.
        var (shown, used) = (new List<Column>(), 1 + 4 + names + 3);
        foreach (var column in all)
        {
            used += column.Width + 3;
            if (used > width && shown.Count > 0)
                break;
            shown.Add(column);
        }
        var table = new Table { Border = TableBorder.Rounded };
        table.AddColumn(PlainText.Column("#").RightAligned());
        table.AddColumn(PlainText.Column(language.Say("Model", "Модель")).NoWrap());
        foreach (var column in shown)
            table.AddColumn(PlainText.Column(column.Header).Width(column.Width).RightAligned());
        foreach (var (model, row) in ranking.Models.Select((m, i) => (m, i)))
            table.AddRow([
                new Text(model.Rank?.ToString(language.Culture) ?? MetricText.Undefined),
                new Text(model.Model, model.Reason is null ? Style.Plain : new Style(Color.Grey)),
                .. shown.Select(c => new Text(c.Cells[row])),
            ]);
        var captions = Captions(ranking, [.. ranking.Columns.Take(shown.Count)], language);
        return PlainText.Around(table, MarkdownReport.Title(ranking, language), captions.Count == 0 ? null : string.Join("\n", captions));
    }

    private static List<string> Captions(RoleRanking ranking, IReadOnlyList<string> shown, Language language)
    {
        var leftOut = ranking.Columns.Count - shown.Count;
        var captions = new List<string>();
        if (ranking.Judges.Count > 0)
            captions.Add($"{language.Say("means over", "среднее по судьям")}: {string.Join(", ", ranking.Judges)}");
        captions.AddRange(
            ranking
                .Models.Where(m => m.Reason is not null)
                .Select(m => $"{m.Model}: {language.Say("not ranked", "без места")}: {m.ReasonIn(language)}")
        );
        if (IntervalText.Note(ranking.Models.SelectMany(m => shown.Select(c => m.Values[c]?.Interval)), language) is { } note)
            captions.Add($"{IntervalText.UnreliableMark} {note}");
        if (leftOut > 0)
            captions.Add(
                string.Create(language.Culture, $"{language.Say("more columns in the report", "ещё столбцов в отчёте")}: {leftOut}")
            );
        return captions;
    }

    /// <summary>A column's texts. A denominator that all models share stands in the header, otherwise in the cells.</summary>
    private sealed record Column(string Header, IReadOnlyList<string> Cells)
    {
        public int Width => Header.Split(' ', '\n').Concat(Cells).Max(word => word.Length);

        public static Column Of(RoleRanking ranking, string metric, Language language)
        {
            var header = MetricText.Title(ranking.Tier, metric, language);
            var values = ranking.Models.Select(m => m.Values[metric]).ToList();
            var denominators = values.Where(v => v?.Value is not null).Select(v => v!.N).Distinct().ToList();
            if (denominators.Count > 1 || !MetricCatalog.Find(ranking.Tier, metric).HasDenominator)
                return new Column(header, [.. values.Select(v => Unbroken(MetricText.WithN(v, ranking.Tier, metric, language)))]);
            if (denominators.Count == 1)
                header += string.Create(language.Culture, $"\nn={denominators[0]}");
            return new Column(header, [.. values.Select(v => Unbroken(MetricText.WithInterval(v, ranking.Tier, metric, language)))]);
        }

        private static string Unbroken(string cell) => cell.Replace(' ', '\u00a0');
    }
}
