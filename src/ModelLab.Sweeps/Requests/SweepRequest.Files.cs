using ModelLab.Records.Vocabulary;

namespace ModelLab.Sweeps.Requests;

// Where results go, and what they are held against.
public sealed partial record SweepRequest
{
    /// <summary>Where results go unless another directory is named.</summary>
    public const string DefaultOutput = "benchmarks/reports";

    /// <summary>Where results go.</summary>
    public required string OutputDirectory { get; init; }

    /// <summary>The prices; null for <c>benchmarks/pricing.json</c>, which need not exist.</summary>
    public string? PricingFile { get; init; }

    /// <summary>The baselines; null for <c>benchmarks/baselines.json</c>, which need not exist.</summary>
    public string? BaselinesFile { get; init; }

    internal static IEnumerable<Flag<SweepRequest>> FileFlags =>
        [
            Flag.Text<SweepRequest>(
                "--output-dir",
                "Where results go",
                (r, directory) => r with { OutputDirectory = directory },
                DefaultOutput
            ),
            Flag.Text<SweepRequest>("--pricing", $"The prices [{PriceFile.Default}]", (r, file) => r with { PricingFile = file }),
            Flag.Text<SweepRequest>(
                "--baselines",
                $"The values that a good system reaches [{BaselineFile.Default}, else the built-in ones]",
                (r, file) => r with { BaselinesFile = file }
            ),
        ];
}
