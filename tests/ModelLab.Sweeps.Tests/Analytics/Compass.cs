using System.Globalization;
using Microsoft.Extensions.AI;
using ModelLab.Knowledge;
using ModelLab.Knowledge.Embedders;

namespace ModelLab.Sweeps.Tests.Analytics;

/// <summary>
/// Embeds a text in the plane by the number that it begins with, in degrees, so that cosines can be derived by hand; other texts have no
/// direction.
/// </summary>
internal sealed class Compass : IEmbedder
{
    public string Identity => "compass";

    public int? Dimensions => 2;

    public int Texts { get; private set; }

    public static ReadOnlyMemory<float> Direction(double degrees) =>
        new[] { (float)Math.Cos(degrees * Math.PI / 180), (float)Math.Sin(degrees * Math.PI / 180) };

    public static ItemVector Vector(long id, double degrees) => new(id, Direction(degrees));

    public Task<GeneratedEmbeddings<Embedding<float>>> GenerateAsync(
        IEnumerable<string> values,
        EmbeddingGenerationOptions? options = null,
        CancellationToken cancellationToken = default
    )
    {
        cancellationToken.ThrowIfCancellationRequested();
        var embeddings = values
            .Select(text => new Embedding<float>(
                double.TryParse(text.Split('°')[0], CultureInfo.InvariantCulture, out var degrees) ? Direction(degrees) : new float[2]
            ))
            .ToList();
        Texts += embeddings.Count;
        return Task.FromResult(new GeneratedEmbeddings<Embedding<float>>(embeddings));
    }

    public object? GetService(Type serviceType, object? serviceKey = null) => null;

    public void Dispose() { }
}
