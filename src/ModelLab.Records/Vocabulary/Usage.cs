using System.Text.Json.Serialization;
using ModelLab.Core.Models;
using ModelLab.Core.Money;
using ModelLab.Core.Roles;
using ModelLab.Records.Reading;

namespace ModelLab.Records.Vocabulary;

/// <summary>What one model in one role was asked and used, whichever run paid for it. Unknown tokens and money are null.</summary>
public sealed record ModelUsage
{
    /// <summary>The role.</summary>
    public required ModelRole Role { get; init; }

    /// <summary>The model.</summary>
    public required string Model { get; init; }

    /// <summary>Units of work.</summary>
    public long Units { get; init; }

    /// <summary>Those units that the model was really asked for.</summary>
    [JsonIgnore]
    public long Asked => Units - Count(Outcome.NotRun) - Count(Outcome.NotAsked);

    /// <summary>Those units that it was to be asked for, whether or not a quota or an empty account kept it from being asked.</summary>
    [JsonIgnore]
    public long Due => Units - Count(Outcome.NotRun);

    /// <summary>Asks, re-asks included.</summary>
    public long Calls { get; init; }

    /// <summary>Those asks that were answered from the journal.</summary>
    public long JournalHits { get; init; }

    /// <summary>HTTP attempts, retries included.</summary>
    public long Attempts { get; init; }

    /// <summary>The tokens of all calls. In JSON each count stands by itself.</summary>
    [JsonIgnore]
    public TokenUsage Tokens { get; init; }

    /// <inheritdoc cref="TokenUsage.Input"/>
    public long? InputTokens => Tokens.Input;

    /// <inheritdoc cref="TokenUsage.CachedInput"/>
    public long? CachedInputTokens => Tokens.CachedInput;

    /// <inheritdoc cref="TokenUsage.Output"/>
    public long? OutputTokens => Tokens.Output;

    /// <inheritdoc cref="TokenUsage.Reasoning"/>
    public long? ReasoningTokens => Tokens.Reasoning;

    /// <inheritdoc cref="TokenUsage.IsEstimated"/>
    public bool TokensEstimated => Tokens.IsEstimated;

    /// <inheritdoc cref="TokenUsage.ToldCost"/>
    public decimal? ToldCost => Tokens.ToldCost;

    /// <summary>Calls under way at the endpoint when this model was asked, on average; 0 when unknown.</summary>
    public double MeanInFlight { get; init; }

    /// <summary>The model ids that the endpoint said it used, in order.</summary>
    public IReadOnlyList<string> ReturnedModels { get; init; } = [];

    /// <summary>Units by outcome, as files name it.</summary>
    public required IReadOnlyDictionary<string, long> Outcomes { get; init; }

    /// <summary>What these replies cost when they were made; null when the price or the tokens are unknown.</summary>
    public decimal? Cost { get; init; }

    /// <summary>Money for 1,000 units that the model was asked for; null where the cost is unknown, or nothing was asked.</summary>
    [JsonIgnore]
    public decimal? CostPerThousand => Asked > 0 ? Cost / Asked * 1000 : null;

    /// <summary>Whether <see cref="Cost"/> is what the provider said, for want of a price.</summary>
    public bool CostIsTold { get; init; }

    /// <summary>The currency of <see cref="Cost"/>.</summary>
    public string? Currency { get; init; }

    /// <summary>Whether the model was asked and not one usable reply came, for faults of its endpoint.</summary>
    public bool FailedForGood =>
        Count(Outcome.TransportError) > 0 && Count(Outcome.Scored) + Count(Outcome.Refused) + Count(Outcome.Unparseable) == 0;

    private long Count(Outcome outcome) => Outcomes.GetValueOrDefault(Names.Of(outcome));

    /// <summary>The same with its tokens priced. Without a price counts what the provider said, and without that the cost is unknown.</summary>
    public ModelUsage PricedBy(Price? price) =>
        price is null && ToldCost is { } told
            ? this with
            {
                Cost = told,
                CostIsTold = true,
                Currency = "USD",
            }
            : this with
            {
                Cost = price?.Cost(Tokens),
                CostIsTold = false,
                Currency = price?.Currency,
            };
}
