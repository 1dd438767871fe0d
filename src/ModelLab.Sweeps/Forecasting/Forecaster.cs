using ModelLab.Core.Models;
using ModelLab.Core.Money;
using ModelLab.Llm.Configuration;
using ModelLab.Llm.Money;
using ModelLab.Llm.Roles;
using ModelLab.Records.Vocabulary;
using ModelLab.Sweeps.Execution;
using ModelLab.Sweeps.Journal;
using ModelLab.Sweeps.Planning;
using ModelLab.Sweeps.Requests;

namespace ModelLab.Sweeps.Forecasting;

/// <summary>Walks a plan with the journal in place of the models.</summary>
/// <param name="models">The models.</param>
/// <param name="settings">How roles ask.</param>
/// <param name="request">What is asked anew, and how much at once.</param>
/// <param name="prices">What calls cost.</param>
/// <param name="journal">The journal; null when there is none yet.</param>
/// <param name="time">The clock.</param>
internal sealed class Forecaster(
    SweepModels models,
    RoleSettings settings,
    SweepRequest request,
    PriceList prices,
    CallJournal? journal,
    TimeProvider time
)
{
    /// <summary>
    /// Walks the plan: all of it, or only until every model that is called is known to have work, which is all that
    /// <see cref="Forecast.HasWork"/> needs.
    /// </summary>
    public async Task<Forecast> MakeAsync(SweepPlan plan, bool whole)
    {
        var callers = Enum.GetValues<ModelRole>()
            .ToDictionary(
                role => role,
                role => new JournalOnlyCaller(
                    journal is null || journal.IsEmpty ? null : journal,
                    new JournalPolicy(request.Refresh.Contains(role), request.RetryErrors),
                    whole ? new TokenCounter() : null
                )
            );
        var callable = CallableModels.Create(models.Callable, role => callers[role], settings, time);
        var context = new ForecastTierContext(callable, plan.Items);
        var tallies = new Dictionary<(ModelRole Role, string Model), Tally>();
        var called = models.Called.Count();
        var counted = new HashSet<UInt128>();
        foreach (var root in plan.Roots)
        {
            if (!whole && tallies.Values.Count(t => t.Held < t.Calls) == called)
                break;
            foreach (var unit in plan.WithFollowing(root))
                await WalkAsync(unit).ConfigureAwait(false);
            context.Forget();
        }
        var endpoints = models.Callable.ToDictionary(m => (m.Role, m.Model.ToString()), m => m.Endpoint);
        var lines = tallies
            .OrderBy(t => t.Key.Role)
            .ThenBy(t => t.Key.Model, StringComparer.Ordinal)
            .Select(t => Line(t.Key.Role, t.Key.Model, t.Value, endpoints[t.Key]!));
        return new Forecast([.. lines], Naive(plan)) { IsUpperBound = request.Race is not null };

        async Task WalkAsync(WorkUnit unit)
        {
            if (unit.Kind is WorkKind.Retrieve or WorkKind.Compare)
                return; // embeddings are made beforehand or beside; they are not forecast
            var role = RoleOf(unit);
            if (callable.LaneOf(unit) == SweepRunner.BuiltInLane && unit.Kind != WorkKind.Generate)
                return;
            var caller = callers[role];
            caller.Begin();
            await plan.TierOf(unit).ExecuteAsync(unit, context, CancellationToken.None).ConfigureAwait(false);
            if (unit is { Kind: WorkKind.Generate, Repeat: 0 })
                context.AnswerIsOpen = caller.MissedTokens is not null;
            if (caller.FirstKey is not { } key)
                return; // a built-in, or a judge of an answer that the generator refused
            // Equal calls are made once; those about an answer that is not known yet will differ.
            var isOpen = unit.Kind == WorkKind.Score && context.AnswerIsOpen;
            if (!isOpen && !counted.Add(key))
                return;
            if (!tallies.TryGetValue((role, unit.Model), out var tally))
                tallies[(role, unit.Model)] = tally = new Tally();
            tally.Calls++;
            if (caller.MissedTokens is { } tokens)
            {
                // A judge whose answer does not exist yet was asked about an empty one.
                tally.Low += tokens;
                tally.High += tokens + (isOpen ? settings.Generation.MaxTokens ?? 0 : 0);
            }
            else
                tally.Held++;
        }
    }

    private ForecastLine Line(ModelRole role, string model, Tally tally, ModelEndpoint endpoint)
    {
        var missing = tally.Calls - tally.Held;
        var most = missing * ((role == ModelRole.Generation ? settings.Generation : settings.Judging).MaxTokens ?? 0);
        var price = prices.For(model);
        var latency = journal?.MeanLatency(endpoint.EndpointId, endpoint.ModelId);
        return new ForecastLine(
            role,
            model,
            tally.Calls,
            tally.Held,
            tally.Low,
            tally.High,
            most,
            price?.Cost(tally.Low, 0, missing),
            price?.Cost(tally.High, 0, most),
            price?.Currency,
            missing == 0 ? 0 : SecondsOf(missing, tally.High + most, latency, endpoint)
        );
    }

    // As long as the slowest of concurrency, request rate and token rate makes it; unknown where none of them is known.
    private double? SecondsOf(long calls, long tokens, double? latency, ModelEndpoint endpoint)
    {
        double?[] bounds =
        [
            calls * latency / 1000 / Math.Min(request.MaxConcurrency, endpoint.MaxConcurrency ?? int.MaxValue),
            calls * 60 / endpoint.RequestsPerMinute,
            tokens * 60 / endpoint.TokensPerMinute,
        ];
        return bounds.Max();
    }

    // Each combination as a run of its own: its generations, its scorings, its judge trials, its verdicts.
    private static long Naive(SweepPlan plan)
    {
        long PerModel(WorkKind kind, int models) =>
            models == 0 ? 0 : plan.Counts.Where(c => c.Kind == kind).Sum(c => (long)c.Units) / models;
        var (g, j, p) = (plan.Lineup.Generators.Count, plan.Lineup.Judges.Count, plan.Lineup.Deciders.Count);
        var one =
            PerModel(WorkKind.Generate, g) + PerModel(WorkKind.Score, g * j) + PerModel(WorkKind.Trial, j) + PerModel(WorkKind.Decide, p);
        return one * Math.Max(1, g) * Math.Max(1, j) * Math.Max(1, p);
    }

    private static ModelRole RoleOf(WorkUnit unit) =>
        unit.Kind switch
        {
            WorkKind.Generate => ModelRole.Generation,
            WorkKind.Decide => ModelRole.ProductionJudge,
            _ => ModelRole.BenchmarkJudge,
        };

    private sealed class Tally
    {
        public long Calls,
            Held,
            Low,
            High;
    }
}
