namespace ModelLab.Dashboard.Views.Judges;

/// <summary>An answer on which judges differ.</summary>
/// <param name="Generator">Who answered.</param>
/// <param name="ItemId">The question.</param>
/// <param name="Least">The least score.</param>
/// <param name="Most">The greatest.</param>
/// <param name="Judges">How many judges scored it, at least two.</param>
public readonly record struct Disagreement(string Generator, string ItemId, double Least, double Most, int Judges)
{
    /// <summary>Greatest − least score.</summary>
    public double Range => Most - Least;
}

/// <summary>The answers that two or more judges scored, those with the widest range first.</summary>
/// <param name="Answers">The answers; of equal ranges in the order of questions, then generators.</param>
public sealed record Disagreements(IReadOnlyList<Disagreement> Answers)
{
    /// <summary>Collects them.</summary>
    public static Disagreements Of(JudgeScores scores)
    {
        var found = new List<Disagreement>();
        for (var item = 0; item < scores.Items.Count; item++)
        {
            for (var generator = 0; generator < scores.Generators.Count; generator++)
            {
                var (least, most, judges) = (double.PositiveInfinity, double.NegativeInfinity, 0);
                for (var judge = 0; judge < scores.Judges.Count; judge++)
                {
                    if (scores.Score(judge, generator, item) is not { } score)
                        continue;
                    (least, most, judges) = (Math.Min(least, score), Math.Max(most, score), judges + 1);
                }
                if (judges > 1)
                    found.Add(new Disagreement(scores.Generators[generator], scores.Items[item], least, most, judges));
            }
        }
        return new([.. found.OrderByDescending(d => d.Range)]);
    }
}
