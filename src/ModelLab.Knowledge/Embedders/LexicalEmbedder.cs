using System.Runtime.InteropServices;
using Microsoft.Extensions.AI;
using ModelLab.Core.Models;
using ModelLab.Core.Text;

namespace ModelLab.Knowledge.Embedders;

/// <summary>How <see cref="LexicalEmbedder"/> weighs and hashes.</summary>
/// <param name="Dimensions">The vectors' length: a power of two, at least 4,096.</param>
/// <param name="StemShare">The part of a similarity that comes from stems, 0 to 1; the rest comes from character n-grams.</param>
/// <remarks>
/// Measured with <c>perf/LexicalRetrieval</c>, MRR on the 1,190 questions of XQuAD-ru and on the sample's 181: 4,096 dimensions give 0.933
/// and 0.698,
/// 8,192 give 0.938 and 0.734, 16,384 give 0.940 and 0.737. Each doubling doubles the memory of a knowledge base, and the second no longer
/// pays.
/// The share lies on a plateau from 0.2 to 0.4: well-spelt text likes more stems, slang and typing errors fewer.
/// </remarks>
public sealed record LexicalOptions(int Dimensions = 8192, double StemShare = 0.3);

/// <summary>
/// <c>builtin:lexical</c>: a lexical embedder, not a neural one; it finds texts that share words or pieces of words. Stems and character
/// n-grams, each with sublinear term frequency 1 + ln tf and the smoothed inverse document frequency ln((1 + N) / (1 + df)) + 1 of a
/// knowledge base
/// (Salton and Buckley 1988), each normalised by itself, then mixed, hashed with signs into a fixed length (Weinberger et al. 2009) and
/// normalised to
/// length 1. Equal texts give equal vectors on every run.
/// </summary>
/// <remarks>A text without a letter or digit has the zero vector: it resembles nothing, and its cosine is undefined.</remarks>
public sealed class LexicalEmbedder : IEmbedder
{
    /// <summary>The name in flags and files.</summary>
    public const string Name = ModelRef.LexicalEmbedder;

    // Document frequencies are counted by a part of the hash: fixed memory (16 MB), no lookup table, no order; rare features
    // that share a counter seem a little more frequent than they are.
    private const int CounterBits = 22;

    private readonly int[] _documentFrequency = new int[1 << CounterBits];
    private readonly int _documents;
    private readonly LexicalOptions _options;

    /// <summary>Learns how frequent stems and n-grams are.</summary>
    /// <param name="passages">The texts of the knowledge base; may be empty.</param>
    /// <param name="contentHash">The hash of these texts: another knowledge base gives other vectors.</param>
    /// <param name="options">Null for the defaults.</param>
    /// <exception cref="ArgumentException">Options out of range.</exception>
    public LexicalEmbedder(IReadOnlyList<string> passages, string contentHash, LexicalOptions? options = null)
    {
        _options = options ?? new LexicalOptions();
        if (_options.Dimensions < 4096 || !int.IsPow2(_options.Dimensions))
            throw new ArgumentException("dimensions must be a power of two, at least 4096", nameof(options));
        if (_options.StemShare is not (>= 0 and <= 1))
            throw new ArgumentException("the share of stems must be from 0 to 1", nameof(options));
        _documents = passages.Count;
        Parallel.For(
            0,
            passages.Count,
            () => new LexicalFeatures(),
            (i, _, features) =>
            {
                features.Read(passages[i]);
                Count(features.Stems);
                Count(features.Grams);
                return features;
            },
            _ => { }
        );
        Identity = FormattableString.Invariant(
            $"{Name};version=1;dimensions={_options.Dimensions};stems={_options.StemShare};base={contentHash}"
        );
    }

    /// <inheritdoc />
    public string Identity { get; }

    /// <inheritdoc />
    public int? Dimensions => _options.Dimensions;

    /// <inheritdoc />
    public Task<GeneratedEmbeddings<Embedding<float>>> GenerateAsync(
        IEnumerable<string> values,
        EmbeddingGenerationOptions? options = null,
        CancellationToken cancellationToken = default
    )
    {
        var texts = values as IReadOnlyList<string> ?? [.. values];
        return Task.Run(
            () =>
            {
                var embeddings = new Embedding<float>[texts.Count];
                Parallel.For(
                    0,
                    texts.Count,
                    new ParallelOptions { CancellationToken = cancellationToken },
                    () => new LexicalFeatures(),
                    (i, _, features) =>
                    {
                        embeddings[i] = new Embedding<float>(Embed(texts[i], features)) { ModelId = Name };
                        return features;
                    },
                    _ => { }
                );
                return new GeneratedEmbeddings<Embedding<float>>(embeddings);
            },
            cancellationToken
        );
    }

    /// <inheritdoc />
    public object? GetService(Type serviceType, object? serviceKey = null) =>
        serviceKey is null && serviceType.IsInstanceOfType(this) ? this : null;

    /// <inheritdoc />
    public void Dispose() { }

    private float[] Embed(string text, LexicalFeatures features)
    {
        features.Read(text);
        var vector = new float[_options.Dimensions];
        AddBlock(vector, features, features.Stems, _options.StemShare);
        AddBlock(vector, features, features.Grams, 1 - _options.StemShare);
        Normalise(vector);
        return vector;
    }

    private void AddBlock(float[] vector, LexicalFeatures features, List<ulong> hashes, double share)
    {
        if (hashes.Count == 0 || share == 0)
            return;
        var weights = features.Weights;
        weights.Clear();
        double squares = 0;
        foreach (var (hash, count) in LexicalFeatures.Runs(hashes))
        {
            var weight = (1 + Math.Log(count)) * (Math.Log((1.0 + _documents) / (1 + _documentFrequency[Counter(hash)])) + 1);
            weights.Add((hash, weight));
            squares += weight * weight;
        }
        var scale = Math.Sqrt(share / squares);
        foreach (var (hash, weight) in CollectionsMarshal.AsSpan(weights))
            vector[hash & (ulong)(_options.Dimensions - 1)] += (float)((hash >> 63 == 0 ? scale : -scale) * weight);
    }

    // In double precision and in order, not in SIMD lanes, so that the machine's vector width does not show in the result.
    private static void Normalise(float[] vector)
    {
        double squares = 0;
        foreach (var x in vector)
            squares += (double)x * x;
        if (squares == 0)
            return;
        var scale = (float)(1 / Math.Sqrt(squares));
        for (var i = 0; i < vector.Length; i++)
            vector[i] *= scale;
    }

    private void Count(List<ulong> hashes)
    {
        foreach (var (hash, _) in LexicalFeatures.Runs(hashes))
            Interlocked.Increment(ref _documentFrequency[Counter(hash)]);
    }

    private static int Counter(ulong hash) => (int)(hash >> (62 - CounterBits)) & ((1 << CounterBits) - 1);
}
