using System.Text.Json.Serialization;
using ModelLab.Core.Models;
using ModelLab.Core.Roles;
using ModelLab.Llm.Money;

namespace ModelLab.Runs.Results;

/// <summary>What one model in one role was asked and used, whichever run paid for it. Unknown tokens and money are null.</summary>
public sealed record ModelUsage
{
    /// <summary>The role.</summary>
    public required ModelRole Role { get; init; }

    /// <summary>The model.</summary>
    public required string Model { get; init; }

    /// <summary>Units of work.</summary>
    public long Units { get; init; }

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

    /// <summary>Calls under way at the endpoint when this model was asked, on average; 0 when unknown.</summary>
    public double MeanInFlight { get; init; }

    /// <summary>The model ids that the endpoint said it used, in order.</summary>
    public IReadOnlyList<string> ReturnedModels { get; init; } = [];

    /// <summary>Units by outcome, as files name it.</summary>
    public required IReadOnlyDictionary<string, long> Outcomes { get; init; }

    /// <summary>What these replies cost when they were made; null when the price or the tokens are unknown.</summary>
    public decimal? Cost { get; init; }

    /// <summary>The currency of <see cref="Cost"/>.</summary>
    public string? Currency { get; init; }

    /// <summary>Whether the model was asked and not one usable reply came, for faults of its endpoint.</summary>
    public bool FailedForGood =>
        Count(Outcome.TransportError) > 0 && Count(Outcome.Scored) + Count(Outcome.Refused) + Count(Outcome.Unparseable) == 0;

    private long Count(Outcome outcome) => Outcomes.GetValueOrDefault(Names.Of(outcome));

    /// <summary>Sums observations up by role and model.</summary>
    public static IReadOnlyList<ModelUsage> Of(IEnumerable<Observation> observations, PriceList prices)
    {
        var tally = new Tally();
        foreach (var observation in observations)
            tally.Add(observation);
        return tally.Finish(prices);
    }

    /// <summary>Takes observations one at a time.</summary>
    public sealed class Tally
    {
        private readonly Dictionary<(ModelRole, string), Sum> _sums = [];

        /// <summary>Takes an observation.</summary>
        public void Add(Observation o)
        {
            var role =
                o.ProductionJudgeModel is not null ? ModelRole.ProductionJudge
                : o.JudgeModel is not null ? ModelRole.BenchmarkJudge
                : ModelRole.Generation;
            if (o.AskedModel is not { } model)
                return;
            if (!_sums.TryGetValue((role, model), out var sum))
                _sums[(role, model)] = sum = new Sum();
            sum.Add(o);
        }

        /// <summary>The usage of each model in each role.</summary>
        public IReadOnlyList<ModelUsage> Finish(PriceList prices) =>
            [
                .. _sums
                    .Select(s => s.Value.ToUsage(s.Key.Item1, s.Key.Item2, prices.For(s.Key.Item2)))
                    .OrderBy(u => u.Role)
                    .ThenBy(u => u.Model, StringComparer.Ordinal),
            ];
    }

    private sealed class Sum
    {
        private readonly long[] _outcomes = new long[Enum.GetValues<Outcome>().Length];
        private readonly SortedSet<string> _returned = new(StringComparer.Ordinal);
        private long _units,
            _calls,
            _hits,
            _attempts,
            _loads,
            _load;
        private TokenUsage _tokens;

        public void Add(Observation o)
        {
            _units++;
            _outcomes[(int)o.Outcome]++;
            _calls += o.Facts.Asks;
            _hits += o.Facts.JournalHits;
            _attempts += o.Facts.Attempts;
            _tokens += o.Facts.Tokens;
            if (o.Facts.ReturnedModel is { } returned)
                _returned.Add(returned);
            if (o.Facts.InFlight <= 0)
                return;
            _loads++;
            _load += o.Facts.InFlight;
        }

        public ModelUsage ToUsage(ModelRole role, string model, Price? price) =>
            new()
            {
                Role = role,
                Model = model,
                Units = _units,
                Calls = _calls,
                JournalHits = _hits,
                Attempts = _attempts,
                Tokens = _tokens,
                MeanInFlight = _loads == 0 ? 0 : (double)_load / _loads,
                ReturnedModels = [.. _returned],
                Outcomes = Enum.GetValues<Outcome>().ToDictionary(Names.Of, outcome => _outcomes[(int)outcome]),
                Cost = price?.Cost(_tokens),
                Currency = price?.Currency,
            };
    }
}
