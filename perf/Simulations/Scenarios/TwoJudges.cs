using ModelLab.Core.Statistics;

namespace ModelLab.Simulations.Scenarios;

/// <summary>
/// Two judges who see the same quality, each with an error of its own, and round to 1–5; the second is a little harsher. Quality has a part
/// of the page and a part of the answer.
/// </summary>
internal static class TwoJudges
{
    private const double Centre = 3.6,
        PageDeviation = 0.6,
        AnswerDeviation = 0.6,
        Error = 0.6,
        Harsher = 0.2;

    // What both give, by the first's and the second's score: the chances at each quality, over the normal density of quality.
    private static readonly double[,] Table = Joint();

    /// <summary>κ of the whole population.</summary>
    public static double Kappa
    {
        get
        {
            var (rows, columns) = Margins();
            var (observed, expected) = (0.0, 0.0);
            for (var r = 0; r < 5; r++)
            for (var c = 0; c < 5; c++)
            {
                observed += (r - c) * (r - c) * Table[r, c];
                expected += (r - c) * (r - c) * rows[r] * columns[c];
            }
            return 1 - observed / expected;
        }
    }

    /// <summary>ρ of the whole population: Pearson's r of the shares below plus half of those equal.</summary>
    public static double Spearman
    {
        get
        {
            var (rows, columns) = Margins();
            double[] u = Middle(rows),
                v = Middle(columns);
            var (uv, uu, vv) = (0.0, 0.0, 0.0);
            for (var r = 0; r < 5; r++)
            for (var c = 0; c < 5; c++)
            {
                uv += u[r] * v[c] * Table[r, c];
                uu += u[r] * u[r] * Table[r, c];
                vv += v[c] * v[c] * Table[r, c];
            }
            return uv / Math.Sqrt(uu * vv);
        }
    }

    /// <summary>Scores of answers that come in pages.</summary>
    public static (double[] First, double[] Second) Sample(SeededRandom random, ClusterIndex clusters)
    {
        var page = Enumerable.Range(0, clusters.Count).Select(_ => PageDeviation * random.NextNormal()).ToArray();
        var (first, second) = (new double[clusters.Observations], new double[clusters.Observations]);
        for (var i = 0; i < first.Length; i++)
        {
            var quality = Centre + page[clusters[i]] + AnswerDeviation * random.NextNormal();
            first[i] = Rounded(quality + Error * random.NextNormal());
            second[i] = Rounded(quality - Harsher + Error * random.NextNormal());
        }
        return (first, second);

        static double Rounded(double score) => Math.Clamp(Math.Round(score, MidpointRounding.AwayFromZero), 1, 5);
    }

    private static double[,] Joint()
    {
        var table = new double[5, 5];
        var deviation = Math.Sqrt(PageDeviation * PageDeviation + AnswerDeviation * AnswerDeviation);
        const double Step = 0.01;
        for (var z = -8.0; z <= 8; z += Step)
        {
            var weight = Step * Math.Exp(-z * z / 2) / Math.Sqrt(2 * Math.PI);
            double[] a = Chances(Centre + deviation * z),
                b = Chances(Centre + deviation * z - Harsher);
            for (var r = 0; r < 5; r++)
            for (var c = 0; c < 5; c++)
                table[r, c] += weight * a[r] * b[c];
        }
        return table;
    }

    private static double[] Chances(double quality)
    {
        double Below(int score) => score == 5 ? 1 : Distributions.NormalProbability((score + 0.5 - quality) / Error);
        return [Below(1), Below(2) - Below(1), Below(3) - Below(2), Below(4) - Below(3), 1 - Below(4)];
    }

    private static (double[] Rows, double[] Columns) Margins() =>
        (
            [.. Enumerable.Range(0, 5).Select(r => Enumerable.Range(0, 5).Sum(c => Table[r, c]))],
            [.. Enumerable.Range(0, 5).Select(c => Enumerable.Range(0, 5).Sum(r => Table[r, c]))]
        );

    private static double[] Middle(double[] shares) => [.. shares.Select((share, i) => shares.Take(i).Sum() + share / 2 - 0.5)];
}
