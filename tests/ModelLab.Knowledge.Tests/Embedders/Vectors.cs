using ModelLab.Knowledge.Embedders;

namespace ModelLab.Knowledge.Tests.Embedders;

/// <summary>Short ways to embed and compare.</summary>
internal static class Vectors
{
    public static CancellationToken Stop => TestContext.Current.CancellationToken;

    public static async Task<float[]> OneAsync(this IEmbedder embedder, string text, TextKind kind = TextKind.Passage) =>
        (await embedder.EmbedAsync([text], kind, Stop))[0].ToArray();

    public static async Task<float[][]> ManyAsync(
        this IEmbedder embedder,
        IReadOnlyCollection<string> texts,
        TextKind kind = TextKind.Passage
    ) => [.. (await embedder.EmbedAsync(texts, kind, Stop)).Select(v => v.ToArray())];

    public static double Dot(float[] a, float[] b)
    {
        double sum = 0;
        for (var i = 0; i < a.Length; i++)
            sum += (double)a[i] * b[i];
        return sum;
    }

    public static void AssertClose(IReadOnlyList<double> expected, IReadOnlyList<float> actual, double tolerance = 1e-5)
    {
        Assert.Equal(expected.Count, actual.Count);
        for (var i = 0; i < expected.Count; i++)
            Assert.Equal(expected[i], actual[i], tolerance);
    }
}
