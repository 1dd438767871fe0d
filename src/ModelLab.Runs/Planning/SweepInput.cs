using ModelLab.Core;
using ModelLab.Core.Datasets;

namespace ModelLab.Runs.Planning;

/// <summary>The items a sweep works on, after <c>--limit</c> and the annotators' marks.</summary>
/// <param name="Gold">Questions of the data set; empty when no chosen tier needs them.</param>
/// <param name="ShowDecisions">Labelled items of the judge-pipeline set; empty when no chosen tier needs them.</param>
public sealed record SweepInput(IReadOnlyList<GoldItem> Gold, IReadOnlyList<ShowDecisionItem> ShowDecisions)
{
    private readonly Dictionary<string, GoldItem> _gold = Gold.ToDictionary(i => i.Id, StringComparer.Ordinal);
    private readonly Dictionary<string, ShowDecisionItem> _showDecisions = ShowDecisions.ToDictionary(i => i.Id, StringComparer.Ordinal);

    /// <summary>A question by its id.</summary>
    public GoldItem GoldItem(string itemId) => _gold[itemId];

    /// <summary>A labelled item by its id.</summary>
    public ShowDecisionItem ShowDecision(string itemId) => _showDecisions[itemId];

    /// <summary>Checks that every question has the ideal context that tiers 2 and judge need.</summary>
    /// <param name="datasetFile">The data set's file, for messages.</param>
    /// <param name="all">All its items, so that the message can count them as the file does.</param>
    /// <exception cref="BadInputException">An item lacks it.</exception>
    public void RequireContexts(string datasetFile, IReadOnlyList<GoldItem> all)
    {
        for (var i = 0; i < all.Count; i++)
            if (_gold.ContainsKey(all[i].Id) && string.IsNullOrWhiteSpace(all[i].ChunkText))
                throw BadInputException.At(datasetFile, i, "chunk_text", "missing, but tiers 2 and judge answer from it: add the text of the chunk");
    }
}
