using ModelLab.Core.Datasets;
using ModelLab.Records.Vocabulary;

namespace ModelLab.Sweeps.Retrieval;

/// <summary>What retrieval found for every question of a run, made once for all models.</summary>
/// <param name="Depth">How many chunks were asked for (<c>--top-k</c>).</param>
/// <param name="ContextDepth">How many of them make up the context of an answer (<c>--context-top-k</c>).</param>
/// <param name="Rankings">The chunks by item and repeat, nearest first.</param>
/// <param name="Texts">The texts of the chunks that are in some context.</param>
public sealed record KnowledgeInput(
    int Depth,
    int ContextDepth,
    IReadOnlyDictionary<(string ItemId, int Repeat), IReadOnlyList<RetrievedChunk>> Rankings,
    IReadOnlyDictionary<long, string> Texts
)
{
    /// <summary>The knowledge base by its addresses and ids; null where no generator retrieves by itself.</summary>
    public NamedSources? Sources { get; init; }

    /// <summary>The chunks found for an item, nearest first, at most <see cref="Depth"/>.</summary>
    public IReadOnlyList<RetrievedChunk> Retrieved(string itemId, int repeat) => [.. Rankings[(itemId, repeat)].Take(Depth)];

    /// <summary>The text an answer is made from: the nearest chunks, nearest first; empty when nothing was found.</summary>
    public string ContextOf(string itemId) => string.Join("\n\n", Context(itemId).Select(c => Texts[c.Id]));

    /// <summary>Whether that text holds a relevant chunk; null when none is known to be relevant.</summary>
    public bool? HasRelevantContext(GoldItem item) =>
        item.RelevantChunks is { Count: > 0 } relevant ? Context(item.Id).Any(c => relevant.Contains(c.Id)) : null;

    private IEnumerable<RetrievedChunk> Context(string itemId) => Rankings[(itemId, 0)].Take(ContextDepth);
}

/// <summary>Whether the cache of past answers would have served a question.</summary>
/// <param name="Hit">Whether a past question with score 5 is nearer than the threshold.</param>
/// <param name="Nearest">That question's id, or the nearest one's below the threshold; null when there is none.</param>
/// <param name="Similarity">Its cosine; null when there is none.</param>
public sealed record CacheLook(bool Hit, long? Nearest, double? Similarity);

/// <summary>What is known of conversations before any model is asked.</summary>
/// <param name="Cache">By question of the data set.</param>
/// <param name="Sessions">How many sessions there are.</param>
/// <param name="FollowUps">By turn after a session's first: whether its page is found first when the session's earlier questions stand
/// before it.</param>
/// <param name="Rephrased">Turns that ask again what an earlier turn asked, with that turn.</param>
/// <param name="Contexts">The retrieved context of each turn in <paramref name="Rephrased"/>.</param>
public sealed record UxInput(
    IReadOnlyDictionary<string, CacheLook> Cache,
    int Sessions,
    IReadOnlyDictionary<string, bool> FollowUps,
    IReadOnlyList<(string First, string Second)> Rephrased,
    IReadOnlyDictionary<string, string> Contexts
)
{
    /// <summary>Nothing: no conversation was looked at.</summary>
    public static UxInput None { get; } =
        new(new Dictionary<string, CacheLook>(), 0, new Dictionary<string, bool>(), [], new Dictionary<string, string>());
}
