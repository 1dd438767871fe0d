namespace ModelLab.Dashboard.Views.Judges;

/// <summary>How a judge uses the scale.</summary>
/// <param name="Judge">The judge.</param>
/// <param name="Counts">Answers with a score that rounds to 1, 2, 3, 4 and 5; halves round up.</param>
/// <param name="Mean">The mean of the scores as they are.</param>
public sealed record ScoreSpread(string Judge, IReadOnlyList<int> Counts, double Mean)
{
    /// <summary>All scored answers.</summary>
    public int N => Counts.Sum();

    /// <summary>The share of a score, 1 to 5.</summary>
    public double Share(int score) => (double)Counts[score - 1] / N;

    /// <summary>Of every judge that scored something.</summary>
    public static IReadOnlyList<ScoreSpread> Of(JudgeScores scores)
    {
        var spreads = new List<ScoreSpread>();
        for (var judge = 0; judge < scores.Judges.Count; judge++)
        {
            var (counts, sum) = (new int[5], 0.0);
            foreach (var score in scores.Of(judge))
            {
                counts[(int)Math.Clamp(Math.Round(score, MidpointRounding.AwayFromZero), 1, 5) - 1]++;
                sum += score;
            }
            if (counts.Sum() is > 0 and var n)
                spreads.Add(new ScoreSpread(scores.Judges[judge], counts, sum / n));
        }
        return spreads;
    }
}
