using System.Text.Json;
using ModelLab.Core;
using ModelLab.Core.Judging;
using ModelLab.Core.Models;
using ModelLab.Core.Text;
using ModelLab.Records.Deciding;
using ModelLab.Records.Numbers;
using ModelLab.Records.Store;
using ModelLab.Records.Vocabulary;

namespace ModelLab.Records.Reading;

/// <summary>
/// The scores of runs, question by question, one measure at a time: read when first asked for, kept while the run's file stays as it is,
/// and the least recently used given up. Safe for several threads.
/// </summary>
/// <param name="library">The runs.</param>
public sealed class RunScores(RunLibrary library)
{
    // A measure of 10 × 10 models on 1,000 questions takes some 10 MB.
    private const int TablesKept = 12;
    private const int PagesKept = 16;
    private const int RecommendationsKept = 64;
    private const int ComparisonsKept = 16;

    private readonly Recent<(string Run, string Stamp), ItemPages> _pages = new(PagesKept);
    private readonly Recent<(string Run, string Stamp, Tier Tier, string Measure), ScoreTable> _tables = new(TablesKept);
    private readonly Recent<
        (string Run, string Stamp, Tier Tier, string Measure),
        IReadOnlyDictionary<string, IReadOnlyList<double>>
    > _latencies = new(TablesKept);
    private readonly Recent<string, RunComparison> _comparisons = new(ComparisonsKept);
    private readonly Recent<(string Run, string Stamp, Objective Objective, Margins Margins), RoleRecommendation> _recommendations = new(
        RecommendationsKept
    );

    /// <summary>The values of one measure; an empty table where the run has no detail file.</summary>
    /// <exception cref="BadInputException">The detail file cannot be read.</exception>
    public ScoreTable Table(RunEntry entry, Tier tier, string measure)
    {
        if (entry.DatabaseFile is not { } file)
            return ScoreTable.Of([], ItemPages.Unknown);
        return _tables.Get(
            (entry.Id, StampOf(file), tier, measure),
            () =>
            {
                using var reader = ObservationReader.Open(file);
                var builder = new ScoreTable.Builder(Pages(entry, file, reader));
                foreach (var row in reader.Scores(tier, measure))
                    builder.Add(tier, measure, row);
                return builder.Finish();
            }
        )!;
    }

    /// <summary>
    /// The times of the replies to one measure that were understood, ms, rising, by the model that was asked; empty where the run has no
    /// detail file.
    /// </summary>
    /// <exception cref="BadInputException">The detail file cannot be read.</exception>
    public IReadOnlyDictionary<string, IReadOnlyList<double>> Latencies(RunEntry entry, Tier tier, string measure)
    {
        if (entry.DatabaseFile is not { } file)
            return new Dictionary<string, IReadOnlyList<double>>();
        return _latencies.Get(
            (entry.Id, StampOf(file), tier, measure),
            () =>
            {
                using var reader = ObservationReader.Open(file);
                return reader
                    .Latencies(tier, measure)
                    .GroupBy(l => l.Model, l => l.Milliseconds, StringComparer.Ordinal)
                    .ToDictionary(g => g.Key, IReadOnlyList<double> (g) => [.. g.Order()], StringComparer.Ordinal);
            }
        )!;
    }

    /// <summary>Holds runs against the first of them, question by question.</summary>
    /// <param name="entries">The runs, at least two.</param>
    /// <param name="metrics">The metrics; null for the ranking measures.</param>
    /// <returns>Null where one has no spec or no detail file, as those of schema 2.0.</returns>
    /// <exception cref="BadInputException">A file of a run cannot be read.</exception>
    public RunComparison? Compare(IReadOnlyList<RunEntry> entries, IReadOnlyList<MetricColumn>? metrics = null)
    {
        if (entries.Any(e => e.DatabaseFile is null))
            return null;
        var columns = metrics ?? [.. MetricColumns.All.Where(c => RunComparison.RankingMeasures.Contains(c.Metric.Address))];
        var key = string.Join(
            '\n',
            entries.Select(e => $"{e.Id} {StampOf(e.DatabaseFile!)}").Concat(columns.Select(c => c.Metric.Address))
        );
        return _comparisons.Get(
            key,
            () =>
            {
                var runs = entries.Select(e => Result(e, Scores(e, columns))).ToList();
                return runs.TrueForAll(r => r is not null) ? RunComparison.Of(runs[0]!, [.. runs.Skip(1).Select(r => r!)], columns) : null;
            }
        );
    }

    /// <summary>The scores behind some metrics.</summary>
    /// <exception cref="BadInputException">The detail file cannot be read.</exception>
    public ScoreTable Scores(RunEntry entry, IEnumerable<MetricColumn> metrics) =>
        ScoreTable.Join([.. metrics.Select(m => (m.Tier, Measure: MeasureOf(m))).Distinct().Select(m => Table(entry, m.Tier, m.Measure))]);

    /// <summary>
    /// The recommendation for one objective: as the run's file has it, else made from the run's numbers and the scores of the objective's
    /// measure.
    /// </summary>
    /// <returns>Null for a run without a spec or a detail file: those of schema 2.0.</returns>
    /// <exception cref="BadInputException">A file of the run cannot be read.</exception>
    public RoleRecommendation? Recommend(RunEntry entry, Objective objective, Margins margins)
    {
        if (entry.DatabaseFile is not { } file || entry.State != RunState.Finished)
            return null;
        return _recommendations.Get(
            (entry.Id, StampOf(file), objective, margins),
            () =>
                Stored(entry, objective, margins)
                ?? (
                    Result(entry, Table(entry, objective.Tier, MeasureOf(objective))) is { } run
                        ? RoleRecommendation.Of(run, objective, margins)
                        : null
                )
        );
    }

    /// <summary>The recommendations of the roles that a run tried.</summary>
    /// <exception cref="BadInputException">A file of the run cannot be read.</exception>
    public IReadOnlyList<RoleRecommendation> Recommend(RunEntry entry, Margins margins)
    {
        if (library.Detail(entry).Spec is not { } spec)
            return [];
        return
        [
            .. Enum.GetValues<ModelRole>()
                .Select(role => Objective.Default(role, spec, margins))
                .OfType<Objective>()
                .Select(o => Recommend(entry, o, margins))
                .OfType<RoleRecommendation>(),
        ];
    }

    /// <summary>The benchmark judges whose scores are averaged; empty for a run without a spec.</summary>
    /// <exception cref="BadInputException">A file of the run cannot be read.</exception>
    public IReadOnlyList<string> AveragedJudges(RunEntry entry) =>
        Result(entry, ScoreTable.Of([], ItemPages.Unknown)) is { } run ? RoleRanking.Candidates(run, ModelRole.Generation).Judges : [];

    // What a run recommends is made with the preset margins.
    private RoleRecommendation? Stored(RunEntry entry, Objective objective, Margins margins)
    {
        if (margins != new Margins() || library.Detail(entry).Recommendation is not { } json)
            return null;
        using var document = JsonDocument.Parse(json);
        return RecommendationReader.Read(document.RootElement, objective);
    }

    // The run as its JSON has it, with the scores of some measures in place of all.
    private RunResult? Result(RunEntry entry, ScoreTable scores)
    {
        var detail = library.Detail(entry);
        if (detail.Spec is not { } spec)
            return null;
        return new RunResult
        {
            Id = entry.Id,
            Timestamp = entry.Timestamp ?? DateTimeOffset.MinValue,
            Provenance = new Provenance(entry.GitBranch, entry.GitCommit, entry.Author),
            Spec = spec,
            Fingerprint = new Fingerprint(detail.FingerprintParts),
            Excluded = detail.Excluded,
            Aggregates =
            [
                .. detail
                    .Values.Where(v => TierNames.All.Any(t => t.FileName() == v.Tier))
                    .Select(v => new Aggregate(
                        TierNames.FromFileName(v.Tier),
                        v.Metric,
                        v.GenerationModel,
                        v.JudgeModel,
                        v.ProductionJudgeModel,
                        v.Value,
                        v.N ?? 0
                    )
                    {
                        Interval = v.Interval,
                    }),
            ],
            Usage = detail.Usage,
            Scores = scores,
            Notes = detail.Notes,
        };
    }

    /// <summary>In which measure of the detail file an objective is observed.</summary>
    public static string MeasureOf(Objective objective) =>
        objective.Tier switch
        {
            Tier.JudgePipeline => Measures.Show,
            Tier.JudgeTrial => Measures.Of(Rubric.Faithfulness),
            _ => objective.Measure!,
        };

    // What a table has beside the measure it was read for comes of that measure's rows.
    private static string MeasureOf(MetricColumn metric) =>
        metric.Tier switch
        {
            Tier.JudgePipeline => Measures.Show,
            Tier.JudgeTrial => Measures.Of(Rubric.Faithfulness),
            _ => metric.Measure is ScoreTable.DueAbstention or ScoreTable.FalseRefusal ? Measures.Abstention : metric.Measure,
        };

    private ItemPages Pages(RunEntry entry, string file, ObservationReader reader) =>
        _pages.Get((entry.Id, StampOf(file)), () => ItemPages.Of(reader.Questions(), reader.ShowDecisions()))!;

    // What was written last may still be in the write-ahead log.
    private static string StampOf(string file) => $"{FileStamp.Of(file)} {FileStamp.Of(file + "-wal")}";
}
