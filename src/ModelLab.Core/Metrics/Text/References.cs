namespace ModelLab.Core.Metrics.Text;

internal static class References
{
    public static void ThrowIfNone<T>(IReadOnlyList<T> references)
    {
        if (references.Count == 0)
            throw new ArgumentException("there is no reference to compare with", nameof(references));
    }
}
