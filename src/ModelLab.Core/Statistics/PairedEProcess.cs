namespace ModelLab.Core.Statistics;

/// <summary>
/// Evidence that one model is better than another, which may be looked at after every page: the wealth W = Π(1 + λₜ·dₜ) of a bettor who
/// starts with 1 and stakes a share λₜ of it on the next page
/// (Waudby-Smith and Ramdas 2024). If the model is not better, the wealth is a supermartingale, and P(W ever reaches c) ≤ 1/c (Ville 1939).
/// </summary>
public sealed class PairedEProcess
{
    /// <summary>The largest stake: the wealth never falls to 0, whatever comes.</summary>
    public const double MaximumStake = 0.9;

    // What is believed before the first page: no difference, and differences of about a quarter of the range; worth as much as one page.
    private const double PriorVariance = 1.0 / 16;

    private double sum;
    private double squares = PriorVariance;
    private double log;

    /// <summary>Pages that were bet on.</summary>
    public int Pages { get; private set; }

    /// <summary>W, from above 0.</summary>
    public double Wealth => Math.Exp(log);

    /// <summary>The largest W so far: the evidence that a claim rests on.</summary>
    public double LargestWealth { get; private set; } = 1;

    /// <summary>
    /// The stake on the next page, in [0, 0.9], from earlier pages alone: aGRAPA, mean / (variance + mean²) of the differences so far,
    /// which nearly maximises the growth of the wealth.
    /// </summary>
    public double Stake
    {
        get
        {
            var mean = sum / (Pages + 1);
            // The mean square about 0 is the variance and the squared mean in one.
            return Math.Clamp(mean / (squares / (Pages + 1)), 0, MaximumStake);
        }
    }

    /// <summary>Bets on a page.</summary>
    /// <param name="difference">d in [−1, 1], positive where the model does better; 0 where a score is missing.</param>
    /// <exception cref="ArgumentOutOfRangeException">d is outside its range, and the guarantee would be lost.</exception>
    public void Add(double difference)
    {
        if (difference is not (>= -1 and <= 1))
            throw new ArgumentOutOfRangeException(nameof(difference), difference, "a page's difference lies between −1 and 1");
        log += Math.Log(1 + Stake * difference);
        LargestWealth = Math.Max(LargestWealth, Wealth);
        Pages++;
        sum += difference;
        squares += difference * difference;
    }
}
