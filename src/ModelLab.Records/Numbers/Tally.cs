using ModelLab.Core.Models;
using ModelLab.Core.Statistics;
using ModelLab.Records.Vocabulary;
using ModelLab.Records.Vocabulary.Metrics;

namespace ModelLab.Records.Numbers;

/// <summary>What was observed of one model, or of a generator under one judge: values by measure, from which its metrics come.</summary>
/// <param name="tier">The tier.</param>
/// <param name="models">Whose.</param>
/// <param name="estimator">Puts intervals around the numbers.</param>
internal sealed class Tally(Tier tier, ModelNames models, Estimator estimator)
{
    private readonly Dictionary<string, Sample> _samples = new(StringComparer.Ordinal);
    private IReadOnlyList<(string Item, (bool Shown, bool Label) Verdict)> _verdicts = [];

    /// <summary>Takes an item's value of a measure.</summary>
    public void Add(string measure, string itemId, double value) => Of(measure).Add(itemId, value);

    /// <summary>Takes whether an item has what a measure counts.</summary>
    public void Add(string measure, string itemId, bool value) => Of(measure).Add(itemId, value);

    /// <summary>Takes the verdicts of a production judge.</summary>
    public void AddVerdicts(IReadOnlyList<(string Item, (bool Shown, bool Label) Verdict)> verdicts) => _verdicts = verdicts;

    /// <summary>Averages repeats within their item, so that an item with more of them weighs no more.</summary>
    public void AverageRepeats(string measure)
    {
        if (_samples.TryGetValue(measure, out var sample))
            _samples[measure] = sample.OfItems();
    }

    /// <summary>The metrics of the tier whose numbers these models tell apart, in the order of the catalogue.</summary>
    public IEnumerable<Aggregate> Finish() =>
        MetricCatalog.Of(tier).Where(m => m.Kind != MetricKind.RunLevel && IsOfThese(m.Roles)).Select(Number);

    private bool IsOfThese(IReadOnlyList<ModelRole> roles) =>
        Enum.GetValues<ModelRole>().All(role => roles.Contains(role) == models.Of(role) is not null);

    private Aggregate Number(MetricDefinition metric)
    {
        if (metric.Statistic is { } statistic)
            return OfMatrix(metric, statistic);
        var sample = metric.Measure is { } measure ? _samples.GetValueOrDefault(measure) : null;
        return (sample, metric.Kind) switch
        {
            (null, MetricKind.Count) => Make(metric.Name, 0, 0),
            (null, _) => Make(metric.Name, null, 0),
            (_, MetricKind.Mean or MetricKind.Share) => sample.AsMean(Make, metric.Name, metric.Scale),
            (_, MetricKind.Count) => Make(metric.Name, sample.Sum, sample.N),
            (_, MetricKind.Quantile) => Make(metric.Name, Quantile.OfSorted(sample.Sorted(), metric.Quantile!.Value), sample.N),
            _ => throw new InvalidOperationException($"{metric.Address}: nothing is known of how a {metric.Kind} comes out of values"),
        };
    }

    // A statistic that is a share of some of the verdicts has the interval of that share.
    private Aggregate OfMatrix(MetricDefinition metric, Func<ConfusionMatrix, double?> statistic)
    {
        if (metric.Measure is { } measure)
            return (_samples.GetValueOrDefault(measure) ?? new Sample(tier, estimator)).AsMean(Make, metric.Name, Scale.Share);
        long Count(bool shown, bool label) => _verdicts.Count(v => v.Verdict == (shown, label));
        var matrix = new ConfusionMatrix(Count(true, true), Count(true, false), Count(false, true), Count(false, false));
        var number = Make(metric.Name, statistic(matrix), matrix.Total);
        return metric.Kind == MetricKind.Count ? number : number with { Interval = estimator.Bootstrap(tier, _verdicts, statistic) };
    }

    private Aggregate Make(string metric, double? value, long n) =>
        new(tier, metric, models.GenerationModel, models.JudgeModel, models.ProductionJudgeModel, value, n);

    private Sample Of(string measure) =>
        _samples.TryGetValue(measure, out var sample) ? sample : _samples[measure] = new Sample(tier, estimator);
}
