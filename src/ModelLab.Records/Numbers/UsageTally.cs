using ModelLab.Core.Models;
using ModelLab.Core.Money;
using ModelLab.Core.Roles;
using ModelLab.Records.Vocabulary;

namespace ModelLab.Records.Numbers;

/// <summary>Sums observations up by role and model, one at a time.</summary>
public sealed class UsageTally
{
    /// <summary>Sums observations up by role and model.</summary>
    public static IReadOnlyList<ModelUsage> Of(IEnumerable<Observation> observations, PriceList prices)
    {
        var tally = new UsageTally();
        foreach (var observation in observations)
            tally.Add(observation);
        return tally.Finish(prices);
    }

    private readonly Dictionary<(ModelRole, string), Sum> _sums = [];

    /// <summary>Takes an observation.</summary>
    public void Add(Observation o)
    {
        var role = o.AskedRole;
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
            new ModelUsage
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
            }.PricedBy(price);
    }
}
