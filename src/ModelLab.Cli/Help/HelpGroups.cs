using System.CommandLine;
using ModelLab.Records.Vocabulary;

namespace ModelLab.Cli.Help;

/// <summary>What flags of the help have in common.</summary>
/// <param name="English">In English.</param>
/// <param name="Russian">In Russian.</param>
internal sealed record HelpGroup(string English, string Russian)
{
    public string In(Language language) => language.Say(English, Russian);
}

/// <summary>The flags of a command by what they are about. Only those of <c>run</c> are so many that they need it.</summary>
internal static class HelpGroups
{
    private static readonly HelpGroup Flags = new("Flags", "Флаги");

    private static readonly (HelpGroup Group, string[] Flags)[] OfRun =
    [
        (
            new("What to compare", "Что сравнивать"),
            [
                "--tier",
                "--generation-models",
                "--judge-models",
                "--production-judge-models",
                "--generation-model-source",
                "--judge-model-source",
                "--production-judge-model-source",
                "--models-file",
                "--shortlist-from",
                "--shortlist-top",
                "--reuse-shortlist-questions",
                "--race",
                "--race-batch",
            ]
        ),
        (
            new("Data", "Данные"),
            [
                "--dataset",
                "--judge-pipeline-dataset",
                "--limit",
                "--data-language",
                "--mode",
                "--manual-dataset",
                "--knowledge-base",
                "--embedding-model",
                "--top-k",
                "--context-top-k",
                "--sessions",
                "--cache-threshold",
                "--approximate",
                "--intrinsic-vectors",
            ]
        ),
        (new("Decision", "Решение"), ["--baselines", "--fail-under", "--strict"]),
        (
            new("Money and limits", "Деньги и ограничения"),
            [
                "--dry-run",
                "--budget",
                "--max-concurrency",
                "--timeout",
                "--load-timeout",
                "--new",
                "--no-cache",
                "--refresh",
                "--retry-errors",
                "--skip-checks",
            ]
        ),
        (new("Results", "Результаты"), ["--output-dir", "--lang", "--json", "--log-level"]),
        (
            new("Analyses of the knowledge base", "Анализ базы знаний"),
            [
                "--analyze-utilization",
                "--utilization-questions-source",
                "--utilization-question-limit",
                "--utilization-top-k",
                "--analyze-topics",
                "--topics-question-limit",
                "--topics-count",
                "--topics-top-k",
                "--analyze-domain",
                "--domain-limit",
            ]
        ),
    ];

    private static readonly HelpGroup Rest = new("Fine tuning", "Тонкая настройка");

    /// <summary>The groups in the order of the help; every flag stands in one of them.</summary>
    /// <param name="path">The command.</param>
    /// <param name="options">Its flags.</param>
    public static IEnumerable<(HelpGroup Group, IReadOnlyList<Option> Options)> Of(string path, IReadOnlyList<Option> options)
    {
        if (path != "run")
        {
            if (options.Count > 0)
                yield return (Flags, options);
            yield break;
        }
        foreach (var (group, flags) in OfRun)
            yield return (group, [.. flags.SelectMany(f => options.Where(o => o.Name == f))]);
        yield return (Rest, [.. options.Where(o => !OfRun.Any(g => g.Flags.Contains(o.Name)))]);
    }
}
