using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using ModelLab.Core;
using ModelLab.Core.Text;
using ModelLab.Records.Deciding;
using ModelLab.Records.Numbers;
using ModelLab.Records.Reading;
using ModelLab.Records.Vocabulary;

namespace ModelLab.Dashboard.Views.Llm;

/// <summary>
/// Makes the questions of runs and keeps them as long as <see cref="RunScores"/> keeps the scores they are made of. Safe for several
/// threads.
/// </summary>
/// <param name="library">The runs.</param>
/// <param name="scores">Their scores.</param>
public sealed class QuestionSets(RunLibrary library, RunScores scores)
{
    // A table is read anew when its file changes, so what hangs on it is never out of date.
    private readonly ConditionalWeakTable<ScoreTable, ConcurrentDictionary<string, QuestionSet>> _sets = [];
    private readonly ConditionalWeakTable<ItemPages, IReadOnlyList<QuestionText>> _texts = [];

    /// <summary>The questions of a run under a metric that is observed question by question.</summary>
    /// <param name="run">The run; it has a detail file.</param>
    /// <param name="metric">The metric.</param>
    /// <param name="quality">The metric that tells good answers from bad ones; null where no judge scored.</param>
    /// <param name="judges">The judges whose scores count.</param>
    /// <exception cref="BadInputException">The detail file cannot be read.</exception>
    public QuestionSet Of(Run run, GeneratorMetric metric, GeneratorMetric? quality, IReadOnlyList<string> judges)
    {
        var entry = run.Entry;
        // Side by side, since reading a measure of a hundred thousand scores keeps a core busy for a quarter of a second; what was read is
        // kept.
        (Tier Tier, string Measure)?[] needed =
        [
            (metric.Tier, metric.Observed!),
            quality is null ? null : (quality.Tier, quality.Observed!),
            (metric.Tier, Measures.Abstention),
            metric.Tier == Tier.EndToEnd ? (metric.Tier, Measures.ContextHit) : null,
        ];
        var read = SideBySide.Select(needed, n => n is { } m ? scores.Table(entry, m.Tier, m.Measure) : null);
        var values = read[0]!;
        var key = string.Join('\n', [metric.Info.Address, quality?.Info.Address ?? "", .. judges]);
        return _sets
            .GetOrCreateValue(values)
            .GetOrAdd(
                key,
                _ =>
                {
                    string[] dropped = [.. run.Races.Where(r => r.Governs(metric.Tier)).SelectMany(r => r.Drops).Select(d => d.Model)];
                    var tables = new QuestionTables(values, read[1], read[2]!, read[3]);
                    return QuestionSet.Of(metric, entry.Generators, judges, Texts(entry, values), tables, quality?.Measure, dropped);
                }
            );
    }

    private IReadOnlyList<QuestionText> Texts(RunEntry entry, ScoreTable values) =>
        _texts.GetValue(
            values.Pages,
            _ =>
            {
                using var items = library.OpenItems(entry);
                return QuestionText.Of(items.All(RunItems.Questions));
            }
        );
}
