namespace ModelLab.Core.Metrics.Clustering;

/// <summary>Shares rows among the cores, enough at a time to hide the sharing.</summary>
internal static class RowStripes
{
    private const int Size = 256;

    public static void For(int rows, ParallelOptions parallel, Action<int, int> body) =>
        Parallel.For(0, (rows + Size - 1) / Size, parallel, s => body(s * Size, Math.Min(rows, (s + 1) * Size)));
}
