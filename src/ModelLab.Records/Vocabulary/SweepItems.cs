using ModelLab.Core;
using ModelLab.Core.Datasets;

namespace ModelLab.Records.Vocabulary;

/// <summary>The items a sweep works on, after <c>--limit</c> and the annotators' marks.</summary>
/// <param name="Gold">Questions of the data set; empty when no chosen tier needs them.</param>
/// <param name="ShowDecisions">Labelled items of the judge-pipeline set; empty when no chosen tier needs them.</param>
/// <param name="Turns">Turns of sessions; empty when there are none or tier ux was not chosen. They may be questions of the data set
/// too.</param>
public sealed record SweepItems(IReadOnlyList<GoldItem> Gold, IReadOnlyList<ShowDecisionItem> ShowDecisions, IReadOnlyList<GoldItem> Turns)
{
    private readonly Dictionary<string, GoldItem> _gold = Gold.Concat(Turns)
        .DistinctBy(i => i.Id)
        .ToDictionary(i => i.Id, StringComparer.Ordinal);
    private readonly Dictionary<string, ShowDecisionItem> _showDecisions = ShowDecisions.ToDictionary(i => i.Id, StringComparer.Ordinal);

    /// <summary>Items without sessions.</summary>
    public SweepItems(IReadOnlyList<GoldItem> gold, IReadOnlyList<ShowDecisionItem> showDecisions)
        : this(gold, showDecisions, []) { }

    /// <summary>The questions and the turns of sessions, each once.</summary>
    public IEnumerable<GoldItem> Questions => _gold.Values;

    /// <summary>A question, or a turn of a session, by its id.</summary>
    public GoldItem GoldItem(string itemId) => _gold[itemId];

    /// <summary>A labelled item by its id.</summary>
    public ShowDecisionItem ShowDecision(string itemId) => _showDecisions[itemId];

    /// <summary>Checks that every question has the ideal context that tiers 2 and judge need.</summary>
    /// <param name="datasetFile">The data set's file, for messages.</param>
    /// <param name="all">All its items, so that the message can count them as the file does.</param>
    /// <exception cref="BadInputException">An item lacks it.</exception>
    public void RequireContexts(string datasetFile, IReadOnlyList<GoldItem> all)
    {
        var wanted = Gold.Select(g => g.Id).ToHashSet(StringComparer.Ordinal);
        for (var i = 0; i < all.Count; i++)
            if (wanted.Contains(all[i].Id) && string.IsNullOrWhiteSpace(all[i].ChunkText))
                throw BadInputException.At(
                    datasetFile,
                    i,
                    "chunk_text",
                    "missing, but tiers 2 and judge answer from it: add the text of the chunk"
                );
    }
}
