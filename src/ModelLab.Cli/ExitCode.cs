namespace ModelLab.Cli;

/// <summary>Exit codes, a contract with scripts (DESIGN, flags).</summary>
internal static class ExitCode
{
    public const int Done = 0;
    public const int BadInput = 2;
    public const int NothingToEvaluate = 3;
    public const int BudgetReached = 4;
    public const int EndpointFailed = 6;
    public const int Interrupted = 130;
}
