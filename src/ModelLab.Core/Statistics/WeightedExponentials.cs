namespace ModelLab.Core.Statistics;

/// <summary>The distribution of Σ aᵢ·Eᵢ, the Eᵢ being independent exponential variables of mean 1.</summary>
internal static class WeightedExponentials
{
    private const int MostSteps = 200;

    // Nearer to the middle than this, the two large terms of the formula take each other away.
    private const double Middle = 1e-4;

    /// <summary>
    /// P(Σ aᵢ·Eᵢ + a₀·E₀ ≤ 0) by the saddlepoint formula of Lugannani and Rice (1980): Φ(r) + φ(r)·(1/r − 1/u) with the cumulant function
    /// K(t) = −Σ ln(1 − aᵢ·t), K′(t) = 0, r = sign(t)·√(−2K(t)) and u = t·√K″(t).
    /// </summary>
    public static double ProbabilityOfAtMostZero(ReadOnlySpan<double> weights, double extra)
    {
        var (least, most) = (extra, extra);
        foreach (var a in weights)
            (least, most) = (Math.Min(least, a), Math.Max(most, a));
        if (most <= 0)
            return 1;
        if (least >= 0)
            return 0;
        var t = Saddlepoint(weights, extra, 1 / least, 1 / most);
        var (cumulant, second, third) = (0.0, 0.0, 0.0);
        for (var i = -1; i < weights.Length; i++)
        {
            var a = i < 0 ? extra : weights[i];
            var q = a / (1 - a * t);
            cumulant -= Math.Log(1 - a * t);
            second += q * q;
            third += 2 * q * q * q;
        }
        var u = t * Math.Sqrt(second);
        // The formula's limit at t = 0.
        if (Math.Abs(u) < Middle)
            return 0.5 + third / (6 * Math.Sqrt(2 * Math.PI) * Math.Pow(second, 1.5));
        var r = Math.Sign(t) * Math.Sqrt(Math.Max(0, -2 * cumulant));
        var probability = Distributions.NormalProbability(r) + Math.Exp(-r * r / 2) / Math.Sqrt(2 * Math.PI) * (1 / r - 1 / u);
        return Math.Clamp(probability, 0, 1);
    }

    // K′ rises from −∞ to ∞ between the two ends: Newton's steps, halved where one leaves them.
    private static double Saddlepoint(ReadOnlySpan<double> weights, double extra, double low, double high)
    {
        var t = 0.0;
        for (var step = 0; step < MostSteps; step++)
        {
            var q = extra / (1 - extra * t);
            var (first, second) = (q, q * q);
            foreach (var a in weights)
            {
                q = a / (1 - a * t);
                first += q;
                second += q * q;
            }
            if (first > 0)
                high = t;
            else
                low = t;
            var next = t - first / second;
            if (!(next > low && next < high))
                next = (low + high) / 2;
            if (Math.Abs(next - t) <= 1e-12 * (1 + Math.Abs(t)))
                return next;
            t = next;
        }
        return t;
    }
}
