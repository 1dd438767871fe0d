using ModelLab.Runs.Execution;
using ModelLab.Runs.Recommendation;
using ModelLab.Runs.Results;
using Spectre.Console;

namespace ModelLab.Cli.Screens;

/// <summary>A finished run on the terminal: one table per role, best first, then where the files are.</summary>
internal static class ResultTables
{
    // What fits an 80-column terminal; the report has every column.
    private static readonly HashSet<string> Left = ["response_exact_match_rate", "successful_evaluations", "total_evaluations", "true_negatives", "false_negatives", "true_positives", "false_positives"];

    public static void Show(IAnsiConsole console, RunFiles files, Language language)
    {
        foreach (var ranking in RoleRanking.Of(files.Result)) console.Write(ToTable(ranking, language));
        foreach (var model in files.Result.Excluded)
            console.WriteLine($"{language.Say("excluded", "исключена")}: {model.Model}: {model.Reason}");
        foreach (var note in files.Result.Notes) console.WriteLine($"{language.Say("note", "примечание")}: {note}");
        console.WriteLine();
        void File(string english, string russian, string path) => console.Profile.Out.Writer.WriteLine($"{language.Say(english, russian)}: {path}");
        File("runs registry", "реестр запусков", files.RegistryFile);
        File("report", "отчёт", files.ReportFile);
        File("details", "подробности", $"{files.JsonFile}, {files.DetailFile}");
    }

    private static Table ToTable(RoleRanking ranking, Language language)
    {
        var columns = ranking.Columns.Where(c => !Left.Contains(c)).ToList();
        var table = new Table { Border = TableBorder.Rounded, Title = new TableTitle(Markup.Escape(MarkdownReport.RoleTitle(ranking.Role, language))) };
        table.AddColumn(new TableColumn("#").RightAligned());
        table.AddColumn(new TableColumn(language.Say("Model", "Модель")).NoWrap());
        foreach (var column in columns) table.AddColumn(new TableColumn(Markup.Escape(MetricText.Title(ranking.Tier, column, language))).RightAligned());
        foreach (var model in ranking.Models)
        {
            var name = model.Reason is null ? Markup.Escape(model.Model) : $"[grey]{Markup.Escape(model.Model)}[/]";
            var cells = columns.Select(c => MetricText.Value(ranking.Tier, c, model.Values[c]?.Value, language));
            table.AddRow([new Markup(model.Rank?.ToString(language.Culture) ?? MetricText.Undefined), new Markup(name), .. cells.Select(c => new Text(c))]);
        }
        var captions = ranking.Models.Where(m => m.Reason is not null).Select(m => $"{m.Model}: {m.Reason}").ToList();
        if (ranking.Judges.Count > 0) captions.Insert(0, $"{language.Say("means over", "среднее по судьям")}: {string.Join(", ", ranking.Judges)}");
        if (captions.Count > 0) table.Caption = new TableTitle(Markup.Escape(string.Join("\n", captions)));
        return table;
    }
}
