using MathNet.Numerics.Distributions;

namespace ModelLab.Core.Statistics;

/// <summary>Quantiles and probabilities of the distributions that intervals are made with.</summary>
public static class Distributions
{
    /// <summary>The x below which a standard normal number falls with this probability (above 0, below 1).</summary>
    public static double NormalQuantile(double probability) => Normal.InvCDF(0, 1, probability);

    /// <summary>The probability that a standard normal number falls below x.</summary>
    public static double NormalProbability(double x) => Normal.CDF(0, 1, x);

    /// <summary>The x below which a number from Student's t distribution falls with this probability (above 0, below 1).</summary>
    public static double StudentQuantile(double probability, double degreesOfFreedom) =>
        StudentT.InvCDF(0, 1, degreesOfFreedom, probability);

    /// <summary>The probability that a number from Student's t distribution falls below x.</summary>
    public static double StudentProbability(double x, double degreesOfFreedom) => StudentT.CDF(0, 1, degreesOfFreedom, x);

    internal static double TwoSidedNormal(double confidence) => NormalQuantile(0.5 + CheckedConfidence(confidence) / 2);

    internal static double TwoSidedStudent(double confidence, int degreesOfFreedom) =>
        StudentQuantile(0.5 + CheckedConfidence(confidence) / 2, degreesOfFreedom);

    private static double CheckedConfidence(double confidence) =>
        confidence is > 0 and < 1
            ? confidence
            : throw new ArgumentOutOfRangeException(nameof(confidence), confidence, "a confidence lies between 0 and 1");
}
