namespace ModelLab.Core.Statistics;

/// <summary>
/// Finds the best of K models while asking fewer questions: pages come in random order, and a model is dropped once a paired e-process says
/// that some other model is better. The truly best model is dropped
/// with probability at most α: each of the K − 1 others reaches W ≥ (K − 1)/α against it with probability at most α/(K − 1). Pages must
/// come in an order that does not depend on scores, and be
/// a sample from the questions one wants to know about.
/// </summary>
public sealed class ModelRace
{
    private readonly PairedEProcess[,] better;
    private readonly bool[] dropped;
    private readonly double scale;

    /// <summary>Starts a race.</summary>
    /// <param name="models">K, at least 2.</param>
    /// <param name="range">The largest difference of two scores: 4 on the 1–5 scale.</param>
    /// <param name="largestPage">The most questions that a page has.</param>
    /// <param name="alpha">The probability with which the best model may be lost.</param>
    public ModelRace(int models, double range, int largestPage, double alpha = 0.05)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(models, 2);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(range);
        ArgumentOutOfRangeException.ThrowIfLessThan(largestPage, 1);
        if (alpha is not (> 0 and < 1))
            throw new ArgumentOutOfRangeException(nameof(alpha), alpha, "a level lies between 0 and 1");
        (Models, scale, Threshold) = (models, range * largestPage, (models - 1) / alpha);
        dropped = new bool[models];
        better = new PairedEProcess[models, models];
        for (var i = 0; i < models; i++)
        for (var j = 0; j < models; j++)
            better[i, j] = new();
    }

    /// <summary>K, the models that started.</summary>
    public int Models { get; }

    /// <summary>(K − 1) / α, the wealth at which a model is dropped.</summary>
    public double Threshold { get; }

    /// <summary>The models still in the race, rising; never empty.</summary>
    public IReadOnlyList<int> Survivors => [.. Enumerable.Range(0, Models).Where(m => !dropped[m])];

    /// <summary>The evidence that one model is better than another.</summary>
    public PairedEProcess Evidence(int model, int other) => better[model, other];

    /// <summary>Counts a page and drops models that are shown to be worse.</summary>
    /// <param name="scores">For each model its scores on the page's questions, in the same order; null where it has none. Those of dropped
    /// models are not looked at.</param>
    /// <returns>The models dropped by this page, each with the model that is better.</returns>
    /// <exception cref="ArgumentException">A survivor's scores are not of the page's questions.</exception>
    public IReadOnlyList<(int Dropped, int Better)> Add(IReadOnlyList<IReadOnlyList<double?>> scores)
    {
        if (scores.Count != Models)
            throw new ArgumentException($"there are scores of {scores.Count} models, not of {Models}", nameof(scores));
        var survivors = Survivors;
        if (survivors.Any(m => scores[m].Count != scores[survivors[0]].Count))
            throw new ArgumentException("the models were not asked the same questions", nameof(scores));
        foreach (var i in survivors)
        foreach (var j in survivors)
        {
            if (i >= j)
                continue;
            var difference = 0.0;
            for (var q = 0; q < scores[i].Count; q++)
                difference += scores[i][q] - scores[j][q] ?? 0;
            better[i, j].Add(difference / scale);
            better[j, i].Add(-difference / scale);
        }
        var losses = new List<(int, int)>();
        foreach (var loser in survivors)
        {
            // What was dropped by this page drops nothing more, so one always remains.
            var winner = survivors.Where(m => m != loser && !dropped[m]).OrderByDescending(m => better[m, loser].Wealth).FirstOrDefault(-1);
            if (winner < 0 || better[winner, loser].Wealth < Threshold)
                continue;
            dropped[loser] = true;
            losses.Add((loser, winner));
        }
        return losses;
    }
}
