using System.Runtime.ExceptionServices;

namespace ModelLab.Records.Numbers;

/// <summary>
/// Work on several cores. The caller's own thread does what no other comes to do, so that a pool whose threads are all taken slows it
/// down but never stops it, as PLINQ's would.
/// </summary>
public static class SideBySide
{
    /// <summary>Computes one thing of each item, in the order of the items.</summary>
    /// <exception cref="Exception">What the first failure threw, as if they were computed one after the other.</exception>
    public static TResult[] Select<T, TResult>(IReadOnlyList<T> items, Func<T, TResult> compute)
    {
        var results = new TResult[items.Count];
        try
        {
            Parallel.For(0, results.Length, i => results[i] = compute(items[i]));
        }
        catch (AggregateException e)
        {
            ExceptionDispatchInfo.Throw(e.InnerExceptions[0]);
        }
        return results;
    }
}
