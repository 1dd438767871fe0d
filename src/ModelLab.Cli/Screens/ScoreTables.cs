using ModelLab.Cli.Hosting;
using ModelLab.Core.Metrics.Text;
using ModelLab.Core.Statistics;
using ModelLab.Records.Vocabulary;
using ModelLab.Records.Vocabulary.Metrics;
using ModelLab.Records.Writing;
using ModelLab.Scoring;
using Spectre.Console;

namespace ModelLab.Cli.Screens;

/// <summary>What <c>score</c> shows: aggregates with what they are taken over, then some rows.</summary>
internal static class ScoreTables
{
    private static readonly string[] RowMetrics = ["rouge1_f", "rouge2_f", "rougeL_f", "bleu", "chrf", "exact_match"];

    public static void Show(IAnsiConsole console, TextScores result, int rows, Language language)
    {
        var plain = console.Lines(); // the console would break lines at its width
        plain.WriteLine(string.Create(language.Culture, $"{result.File}: {language.Say("rows", "строк")}: {result.Rows.Count}"));
        plain.WriteLine(
            $"{language.Say("tokenizer", "токенизатор")}: {result.Options.Tokenizer.Name}; BLEU: {result.Options.BleuTokenizer.Name}, {language.Say("smoothing", "сглаживание")} {result.Options.Smoothing}"
        );
        Aggregates(
            console,
            result.Aggregates,
            result.ClusterField is { } field
                ? language.Say($"rows of one '{field}' depend on each other", $"строки с одним «{field}» зависимы")
                : language.Say("rows are taken as independent", "строки считаются независимыми"),
            language
        );
        Rows(console, result.Rows, rows, TextScoring.Metrics, RowMetrics, language);
    }

    public static void Show(IAnsiConsole console, RetrievalScores result, int rows, Language language)
    {
        var plain = console.Lines();
        plain.WriteLine(
            string.Create(
                language.Culture,
                $"{result.RunFile}, {result.QrelsFile}: {language.Say("queries", "запросов")}: {result.Rows.Count}"
            )
        );
        Note(
            result.MissingQueries,
            result.Complete
                ? language.Say(
                    "judged queries that the run lacks, taken as having retrieved nothing",
                    "запросы с оценками, которых нет в прогоне, считаются ничего не нашедшими"
                )
                : language.Say(
                    "judged queries that the run lacks, left out of the means (--complete counts them as 0)",
                    "запросы с оценками, которых нет в прогоне, в средние не входят (с --complete считаются за 0)"
                )
        );
        Note(
            result.UnjudgedQueries,
            language.Say("queries of the run without judgements, left out", "запросы прогона без оценок не учтены")
        );
        Note(
            result.QueriesWithoutRelevant,
            language.Say(
                "queries to which nothing is relevant, undefined and in no mean",
                "запросы, для которых нет релевантного, не определены и в средние не входят"
            )
        );
        Aggregates(
            console,
            result.Aggregates,
            language.Say("queries are taken as independent", "запросы считаются независимыми"),
            language
        );
        Rows(console, result.Rows, rows, result.Metrics, result.Metrics, language);

        void Note(int count, string what)
        {
            if (count > 0)
                plain.WriteLine($"{what}: {count.ToString(language.Culture)}");
        }
    }

    public static void Show(IAnsiConsole console, LabelScores result, Language language)
    {
        var plain = console.Lines();
        plain.WriteLine(
            string.Create(
                language.Culture,
                $"{result.File}: {language.Say("items", "примеров")}: {result.Units}; {language.Say("raters", "оценщики")}: "
                    + $"{string.Join(", ", result.Raters)}"
            )
        );
        plain.WriteLine(
            $"{language.Say("truth", "истина")}: {result.Truth}; {language.Say("positive label", "положительная метка")}: "
                + $"{result.Positive ?? MetricText.Undefined}"
        );
        if (result.Missing.Count > 0)
            plain.WriteLine(
                $"{language.Say("no label", "без метки")}: {result.Missing.Count.ToString(language.Culture)} "
                    + $"({string.Join(", ", result.Missing.CountBy(m => m).Select(m => $"{m.Key} ×{m.Value.ToString(language.Culture)}"))})"
            );
        if (result.Positive is null)
            plain.WriteLine(
                language.Say(
                    "precision, recall and F1 need to know the positive label: --positive LABEL",
                    "для precision, recall и F1 нужна положительная метка: --positive МЕТКА"
                )
            );
        if (result.Scale == LabelScale.Names)
            plain.WriteLine(
                language.Say(
                    "labels are names: weighted κ, ordinal α, ρ and τ need their order: --categories A,B,C",
                    "метки — имена: для взвешенной κ, порядковой α, ρ и τ нужен их порядок: --categories A,B,C"
                )
            );
        if (result.Scale != LabelScale.Numbers)
            plain.WriteLine(
                language.Say(
                    "labels are no numbers: r, interval and ratio α are undefined",
                    "метки — не числа: r, интервальная α и α отношений не определены"
                )
            );

        var overall = new Table { Border = TableBorder.Rounded };
        overall.AddColumn(PlainText.Column(language.Say("Measure", "Мера")));
        overall.AddColumn(PlainText.Column(language.Say("Value", "Значение")).RightAligned());
        overall.AddColumn(PlainText.Column("n").RightAligned());
        foreach (var score in result.Overall)
            overall.AddRow(
                new Text(ScoreText.Title(score.Metric, language)),
                new Text(ScoreText.Value(score.Metric, score.Value, language)),
                new Text(score.N.ToString(language.Culture))
            );
        console.Write(PlainText.Around(overall, language.Say("All raters together", "Все оценщики вместе")));

        // As many pairs side by side as the terminal holds.
        var measures = LabelScoring.PairMetrics.Select(m => ScoreText.Title(m, language)).ToList();
        var (wide, name) = (
            result.Pairs.SelectMany(p => p.Scores).Max(s => ScoreText.WithN(s, language).Length),
            measures.Max(m => m.Length)
        );
        wide = Math.Max(wide, result.Raters.Max(r => r.Length) + 2);
        foreach (var pairs in result.Pairs.Chunk(Math.Max(1, (console.Profile.Width - name - 4) / (wide + 3))))
        {
            var table = new Table { Border = TableBorder.Rounded };
            table.AddColumn(PlainText.Column(language.Say("Measure", "Мера")).NoWrap());
            foreach (var pair in pairs)
                table.AddColumn(PlainText.Column($"{pair.First}\n× {pair.Second}").RightAligned().NoWrap());
            foreach (var (m, measure) in measures.Index())
                table.AddRow([new Text(measure), .. pairs.Select(p => new Text(ScoreText.WithN(p.Scores[m], language)))]);
            console.Write(table);
        }
    }

    private static void Aggregates(IAnsiConsole console, IReadOnlyList<Score> scores, string independence, Language language)
    {
        var table = new Table { Border = TableBorder.Rounded };
        table.AddColumn(PlainText.Column(language.Say("Metric", "Метрика")));
        table.AddColumn(PlainText.Column(language.Say("Mean [95 % interval]", "Среднее [интервал 95 %]")).RightAligned());
        table.AddColumn(PlainText.Column("n").RightAligned());
        foreach (var score in scores)
            table.AddRow(
                new Text(ScoreText.Title(score.Metric, language)),
                new Text(ScoreText.WithInterval(score, language)),
                new Text(score.N.ToString(language.Culture))
            );
        console.Write(table);
        var plain = console.Lines();
        if (scores.Any(s => s.Interval is not null))
            plain.WriteLine($"{language.Say("interval", "интервал")}: {independence}");
        if (scores.Any(s => s.Interval is { IsReliable: false }))
            plain.WriteLine(
                string.Create(
                    language.Culture,
                    $"* {language.Say("unreliable: independent values are fewer than", "ненадёжно: независимых значений меньше")} "
                        + $"{ConfidenceInterval.FewestClusters}"
                )
            );
    }

    private static void Rows(
        IAnsiConsole console,
        IReadOnlyList<ScoredRow> rows,
        int most,
        IReadOnlyList<string> metrics,
        IReadOnlyList<string> wanted,
        Language language
    )
    {
        var some = rows.Take(most).ToList();
        if (some.Count == 0)
            return;
        string Name(ScoredRow row) => row.Id ?? string.Create(language.Culture, $"{language.Say("line", "строка")} {row.Line}");
        var names = Math.Clamp(some.Max(r => Name(r).Length), 2, 24);
        var titles = wanted
            .Select(m => (Metric: m, Title: ScoreText.Title(m, language), Column: metrics.Index().First(x => x.Item == m).Index))
            .ToList();
        // The columns that the terminal is wide enough for; --json has them all.
        var (shown, used) = (0, 4 + names);
        while (
            shown < titles.Count && (used += Math.Max(titles[shown].Title.Split(' ').Max(w => w.Length), 6) + 3) <= console.Profile.Width
        )
            shown++;
        var table = new Table { Border = TableBorder.Rounded };
        table.AddColumn(PlainText.Column("id").Width(names));
        foreach (var (_, title, _) in titles.Take(shown))
            table.AddColumn(PlainText.Column(title).RightAligned());
        foreach (var row in some)
            table.AddRow([
                new Text(Name(row)),
                .. titles.Take(shown).Select(t => new Text(ScoreText.Value(t.Metric, row.Values[t.Column], language))),
            ]);
        console.Write(table);
        if (rows.Count > some.Count || shown < metrics.Count)
            console
                .Lines()
                .WriteLine(
                    string.Create(
                        language.Culture,
                        $"{language.Say("rows shown", "показано строк")}: {some.Count} {language.Say("of", "из")} {rows.Count}; "
                            + $"{language.Say("all values with --json", "все значения — с --json")}"
                    )
                );
    }
}
