using ModelLab.Records.Deciding;

namespace ModelLab.Cli.Hosting;

/// <summary>Exit codes, a contract with scripts (DESIGN, flags).</summary>
internal static class ExitCode
{
    public const int Done = 0;
    public const int GateFailed = 1;
    public const int BadInput = 2;
    public const int NothingToEvaluate = 3;
    public const int BudgetReached = 4;
    public const int Inconclusive = 5;
    public const int EndpointFailed = 6;
    public const int Interrupted = 130;

    /// <summary>
    /// The code of a finished command. A failed gate is a result, whatever else happened; an endpoint that failed is a reason to ask again
    /// before an inconclusive gate is read.
    /// </summary>
    public static int Of(IReadOnlyList<GateResult> gates, bool strict, bool endpointFailed = false) =>
        GateResult.Together(gates) switch
        {
            GateVerdict.Failed => GateFailed,
            _ when endpointFailed => EndpointFailed,
            GateVerdict.Inconclusive when strict => Inconclusive,
            _ => Done,
        };
}
