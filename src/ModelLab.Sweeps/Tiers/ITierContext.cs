using ModelLab.Core.Roles;
using ModelLab.Knowledge.Embedders;
using ModelLab.Records.Vocabulary;

namespace ModelLab.Sweeps.Tiers;

/// <summary>What a tier works with: the models, the items, and the answers made so far.</summary>
public interface ITierContext
{
    /// <summary>The generator of that name.</summary>
    IAnswerGenerator Generator(string model);

    /// <summary>The benchmark judge of that name.</summary>
    IAnswerJudge Judge(string model);

    /// <summary>The production judge of that name.</summary>
    IShowDecider Decider(string model);

    /// <summary>The items.</summary>
    SweepItems Items { get; }

    /// <summary>Keeps an answer for those who score it.</summary>
    ValueTask KeepAnswerAsync(AnswerRow answer, CancellationToken cancellationToken);

    /// <summary>The answer of a generator to a question, or null when it gave none.</summary>
    string? Answer(Tier tier, string itemId, string generator, int repeat);

    /// <summary>What came beside the first answer of a generator to a question; null when nothing did.</summary>
    string? Evidence(Tier tier, string itemId, string generator);

    /// <summary>The embedder of the run.</summary>
    IEmbedder Embedder { get; }
}
