using System.Globalization;
using ModelLab.Cli.Hosting;
using ModelLab.Core.Models;
using ModelLab.Records.Deciding;
using ModelLab.Records.Reading;
using ModelLab.Records.Vocabulary;
using ModelLab.Records.Vocabulary.Metrics;
using ModelLab.Records.Writing;
using Spectre.Console;

namespace ModelLab.Cli.Screens;

/// <summary>The runs of an output directory, newest first.</summary>
internal static class RunsTable
{
    public static void Show(IAnsiConsole console, string directory, IReadOnlyList<RunEntry> runs, Language language)
    {
        var plain = console.Lines();
        if (runs.Count == 0)
        {
            plain.WriteLine(
                language.Say(
                    $"{directory}: no runs: make one with 'run', or with 'demo', which needs no models of yours",
                    $"{directory}: запусков нет: сделайте первый командой run, или demo, которой не нужны свои модели"
                )
            );
            return;
        }
        // A row a run and no more: the table is scanned, and 'runs show' tells the rest.
        foreach (var run in runs)
        {
            Head(plain, run, language);
            foreach (var verdict in run.Verdicts)
                plain.WriteLine("  " + Verdict(verdict, language));
        }
    }

    /// <summary>A run and its label in a line.</summary>
    public static string Named(RunEntry run)
    {
        var label = run.Label;
        var tags = label?.Tags is { Count: > 0 } words ? " #" + string.Join(" #", words) : "";
        return $"{run.Id}{(label?.Name is { } name ? $" «{name}»" : "")}{tags}{(label?.Note is { } note ? $": {note}" : "")}";
    }

    /// <summary>What a run is, in two or three lines.</summary>
    public static void Head(TextWriter plain, RunEntry run, Language language)
    {
        plain.WriteLine(Named(run));
        var facts = new List<string>
        {
            run.Timestamp is { } time ? time.ToString("g", language.Culture) : MetricText.Undefined,
            RunStateText.Of(run.State, language),
        };
        if (run.SchemaVersion is { } schema && schema != RunEntry.CurrentSchema)
            facts.Add(language.Say($"schema {schema}", $"схема {schema}"));
        if (run.DatasetFile is { } file)
            facts.Add(Path.GetFileName(file));
        if (Models(run, language) is { Length: > 0 } models)
            facts.Add(models);
        facts.Add(Cost(run, language));
        plain.WriteLine("  " + string.Join("; ", facts));
        if (run.Problem is { } problem)
            plain.WriteLine("  " + problem);
    }

    private static string Models(RunEntry run, Language language) =>
        string.Join(
            ", ",
            new[]
            {
                (run.Generators.Count, language.Say("generation models", "моделей генерации")),
                (run.Judges.Count, language.Say("benchmark judges", "судей бенчмарка")),
                (run.Deciders.Count, language.Say("production judges", "продакшн-судей")),
            }
                .Where(m => m.Item1 > 0)
                .Select(m => $"{m.Item2}: {m.Item1.ToString(language.Culture)}")
        );

    private static string Cost(RunEntry run, Language language) =>
        run.Costs.Count > 0
            ? string.Join(", ", run.Costs.Select(c => string.Create(language.Culture, $"{c.Value:0.####} {c.Key}")))
                + (run.UnpricedModels > 0 ? language.Say(" and what is unknown", " и неизвестное") : "")
        : run.UnpricedModels > 0 || run.SchemaVersion != RunEntry.CurrentSchema ? language.Say("cost unknown", "стоимость неизвестна")
        : language.Say("free", "бесплатно");

    private static string Verdict(RunVerdict it, Language language)
    {
        var role = Enum.GetValues<ModelRole>()
            .Where(r => Names.Of(r) == it.Role)
            .Select(r => Names.Title(r, language))
            .FirstOrDefault(it.Role);
        var verdict = Enum.GetValues<Verdict>()
            .Where(v => Names.Of(v) == it.Verdict)
            .Select(v => new VerdictText(language).Badge(v))
            .FirstOrDefault(it.Verdict);
        return $"{role}: {verdict}{(it.Model is { } model ? $": {model}" : "")}";
    }
}
