namespace ModelLab.Core.Statistics;

/// <summary>
/// Finds the best of K models while asking fewer questions: pages come in random order, and a model is dropped once paired e-processes say
/// that it is not the best. Against the best model each of the K − 1 others reaches a mean evidence of 1/α with a probability of at most α,
/// so the sum of (K − 1)/α drops it with that probability. Pages must come in an order that does not depend on scores, and be a sample
/// from the questions one wants to know about.
/// </summary>
public sealed class ModelRace
{
    /// <summary>
    /// What every model is given against a better one on each question, in quarters of the range (points of five): it is dropped for being
    /// worse by more. A model that is best by rare disasters of the others alone looks worse for long; this keeps it.
    /// </summary>
    public const double Allowance = 0.1;

    private readonly PairedEProcess[,] better;
    private readonly bool[] dropped;
    private readonly double scale;
    private readonly double averagePage;

    /// <summary>Starts a race.</summary>
    /// <param name="models">K, at least 2.</param>
    /// <param name="range">The largest difference of two scores: 4 on the 1–5 scale.</param>
    /// <param name="averagePage">The mean number of questions of a page, at least 1.</param>
    /// <param name="alpha">The probability with which the best model may be lost.</param>
    public ModelRace(int models, double range, double averagePage, double alpha = 0.05)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(models, 2);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(range);
        ArgumentOutOfRangeException.ThrowIfLessThan(averagePage, 1);
        if (alpha is not (> 0 and < 1))
            throw new ArgumentOutOfRangeException(nameof(alpha), alpha, "a level lies between 0 and 1");
        (Models, scale, this.averagePage, Threshold) = (models, range / 4, averagePage, (models - 1) / alpha);
        dropped = new bool[models];
        better = new PairedEProcess[models, models];
        for (var i = 0; i < models; i++)
        for (var j = 0; j < models; j++)
            better[i, j] = new();
    }

    /// <summary>K, the models that started.</summary>
    public int Models { get; }

    /// <summary>(K − 1) / α, the evidence at which a model is dropped.</summary>
    public double Threshold { get; }

    /// <summary>The models still in the race, rising; never empty.</summary>
    public IReadOnlyList<int> Survivors => [.. Enumerable.Range(0, Models).Where(m => !dropped[m])];

    /// <summary>The evidence that a model is not the best: the sum over all others, dropped ones with what they had until then.</summary>
    public double EvidenceAgainst(int model) => Others(model).Sum(o => better[o, model].Wealth);

    /// <summary>The evidence that one model is better than another.</summary>
    public PairedEProcess Evidence(int model, int other) => better[model, other];

    /// <summary>Counts a page and drops models that are shown to be worse.</summary>
    /// <param name="scores">For each model its scores on the page's questions, in the same order; null where it has none. Those of dropped
    /// models are not looked at.</param>
    /// <returns>The models dropped by this page, each with the survivor that is better by the most evidence.</returns>
    /// <exception cref="ArgumentException">A survivor's scores are not of the page's questions.</exception>
    public IReadOnlyList<(int Dropped, int Better)> Add(IReadOnlyList<IReadOnlyList<double?>> scores)
    {
        if (scores.Count != Models)
            throw new ArgumentException($"there are scores of {scores.Count} models, not of {Models}", nameof(scores));
        var survivors = Survivors;
        if (survivors.Any(m => scores[m].Count != scores[survivors[0]].Count))
            throw new ArgumentException("the models were not asked the same questions", nameof(scores));
        foreach (var i in survivors)
        foreach (var j in survivors.Where(j => j != i))
        {
            // A page without a pair of scores says nothing, not even that there is no difference.
            var differences = scores[i].Zip(scores[j], (a, b) => a - b).OfType<double>().ToList();
            if (differences.Count > 0)
                better[i, j].Add(differences.Sum(d => d / scale - Allowance) / averagePage);
        }
        var losses = new List<(int, int)>();
        // The model with the most against it first, and what was dropped by this page drops nothing more: one always remains.
        foreach (var loser in survivors.Where(m => EvidenceAgainst(m) >= Threshold).OrderByDescending(EvidenceAgainst))
        {
            var others = survivors.Where(m => m != loser && !dropped[m]).ToList();
            if (others.Count == 0)
                continue;
            dropped[loser] = true;
            losses.Add((loser, others.MaxBy(m => better[m, loser].Wealth)));
        }
        return losses;
    }

    private IEnumerable<int> Others(int model) => Enumerable.Range(0, Models).Where(m => m != model);
}
