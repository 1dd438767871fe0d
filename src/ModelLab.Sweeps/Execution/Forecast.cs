using System.Buffers.Binary;
using ModelLab.Core.Models;
using ModelLab.Core.Money;
using ModelLab.Core.Roles;
using ModelLab.Knowledge.Embedders;
using ModelLab.Llm.Calls;
using ModelLab.Llm.Configuration;
using ModelLab.Llm.Money;
using ModelLab.Records.Reading;
using ModelLab.Records.Vocabulary;
using ModelLab.Sweeps.Journal;
using ModelLab.Sweeps.Planning;
using ModelLab.Sweeps.Tiers;

namespace ModelLab.Sweeps.Execution;

/// <summary>What one model would be asked. Tokens and money concern the calls that are not in the journal.</summary>
/// <param name="Role">The role.</param>
/// <param name="Model">The model.</param>
/// <param name="Calls">Unique calls planned, without re-asks.</param>
/// <param name="Held">Those whose reply the journal holds.</param>
/// <param name="InputTokensLow">Input tokens, where answers not yet made are empty; an estimate.</param>
/// <param name="InputTokensHigh">Input tokens, where answers not yet made are as long as allowed; an estimate.</param>
/// <param name="OutputTokensHigh">The most output tokens.</param>
/// <param name="CostLow">The least cost; null when the price is unknown.</param>
/// <param name="CostHigh">The most cost without retries and re-asks; null when the price is unknown.</param>
/// <param name="Currency">The currency, or null.</param>
/// <param name="Seconds">Time at the full concurrency and the latency that the journal knows; null when it knows none.</param>
public sealed record ForecastLine(
    ModelRole Role,
    string Model,
    long Calls,
    long Held,
    long InputTokensLow,
    long InputTokensHigh,
    long OutputTokensHigh,
    decimal? CostLow,
    decimal? CostHigh,
    string? Currency,
    double? Seconds
)
{
    /// <summary>Calls that would be made.</summary>
    public long Missing => Calls - Held;
}

/// <summary>What a run would do: found by walking the plan with the journal in place of the models.</summary>
/// <param name="Lines">By role and model; built-ins are not called and not listed.</param>
/// <param name="NaiveCalls">What a grid of G·J·P whole runs would call.</param>
public sealed record Forecast(IReadOnlyList<ForecastLine> Lines, long NaiveCalls)
{
    /// <summary>What the planned questions can establish, by role.</summary>
    public IReadOnlyList<PlannedPower> Power { get; init; } = [];

    /// <summary>Whether fewer calls may be made: a race asks no more of models that it drops.</summary>
    public bool IsUpperBound { get; init; }

    /// <summary>Whether a model has calls to make.</summary>
    public bool HasWork(ModelRole role, string model) => Lines.Any(l => l.Role == role && l.Model == model && l.Missing > 0);

    /// <summary>
    /// Walks the plan: all of it, or only until every model that is called is known to have work, which is all that <see cref="HasWork"/>
    /// needs.
    /// </summary>
    internal static async Task<Forecast> MakeAsync(
        SweepSetup setup,
        SweepPlan plan,
        CallJournal? journal,
        SweepRequest request,
        PriceList prices,
        bool whole,
        TimeProvider time
    )
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
        var bench = ModelBench.Create(setup.Models, role => callers[role], setup.Settings, time);
        var workbench = new ForecastWorkbench(bench, setup.Input);
        var tallies = new Dictionary<(ModelRole, string), Tally>();
        var called = setup.Models.Count(m => m.Endpoint is not null);
        var counted = new HashSet<UInt128>();
        foreach (var root in plan.Roots)
        {
            if (!whole && tallies.Values.Count(t => t.Held < t.Calls) == called)
                break;
            foreach (var unit in plan.WithFollowing(root))
                await WalkAsync(unit).ConfigureAwait(false);
            workbench.Forget();
        }
        var endpoints = setup.Models.ToDictionary(m => (m.Role, m.Model.ToString()), m => m.Endpoint);
        return new Forecast(
            [
                .. tallies
                    .OrderBy(t => t.Key.Item1)
                    .ThenBy(t => t.Key.Item2, StringComparer.Ordinal)
                    .Select(t =>
                        Line(t.Key.Item1, t.Key.Item2, t.Value, endpoints[t.Key]!, prices, journal, setup.Settings, request.MaxConcurrency)
                    ),
            ],
            Naive(plan)
        )
        {
            IsUpperBound = setup.Spec.Race is not null,
        };

        async Task WalkAsync(WorkUnit unit)
        {
            if (unit.Kind is WorkKind.Retrieve or WorkKind.Compare)
                return; // embeddings are made beforehand or beside; they are not forecast
            var role = RoleOf(unit);
            if (bench.LaneOf(unit) == SweepRunner.BuiltInLane && unit.Kind != WorkKind.Generate)
                return;
            var caller = callers[role];
            caller.Begin();
            await plan.TierOf(unit).ExecuteAsync(unit, workbench, CancellationToken.None).ConfigureAwait(false);
            if (unit is { Kind: WorkKind.Generate, Repeat: 0 })
                workbench.AnswerIsOpen = caller.MissedTokens is not null;
            if (caller.FirstKey is not { } key)
                return; // a built-in, or a judge of an answer that the generator refused
            // Equal calls are made once; those about an answer that is not known yet will differ.
            var isOpen = unit.Kind == WorkKind.Score && workbench.AnswerIsOpen;
            if (!isOpen && !counted.Add(key))
                return;
            if (!tallies.TryGetValue((role, unit.Model), out var tally))
                tallies[(role, unit.Model)] = tally = new Tally();
            tally.Calls++;
            if (caller.MissedTokens is { } tokens)
            {
                // A judge whose answer does not exist yet was asked about an empty one.
                tally.Low += tokens;
                tally.High += tokens + (isOpen ? setup.Settings.Generation.MaxTokens ?? 0 : 0);
            }
            else
                tally.Held++;
        }
    }

    private static ForecastLine Line(
        ModelRole role,
        string model,
        Tally tally,
        ModelEndpoint endpoint,
        PriceList prices,
        CallJournal? journal,
        Llm.Roles.RoleSettings settings,
        int concurrency
    )
    {
        var missing = tally.Calls - tally.Held;
        var most = missing * ((role == ModelRole.Generation ? settings.Generation : settings.Judging).MaxTokens ?? 0);
        var price = prices.For(model);
        var latency = journal?.MeanLatency(endpoint.EndpointId, endpoint.Model.Name);
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
            missing == 0 ? 0 : missing * latency / 1000 / concurrency
        );
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

    /// <summary>Keeps the answers of one question's generator while its scorings are walked.</summary>
    private sealed class ForecastWorkbench(IModelBench bench, SweepInput input) : IWorkbench
    {
        private string? _answer;

        public SweepInput Input => input;

        /// <summary>Whether the generator was not asked yet, so that there will be an answer which is not known.</summary>
        public bool AnswerIsOpen { get; set; }

        public IAnswerGenerator Generator(string model) => bench.Generator(model);

        public IAnswerJudge Judge(string model) => bench.Judge(model);

        public IShowDecider Decider(string model) => bench.Decider(model);

        public ValueTask KeepAnswerAsync(AnswerRow answer, CancellationToken cancellationToken)
        {
            if (answer.Repeat == 0)
                _answer = answer.Text;
            return ValueTask.CompletedTask;
        }

        public IEmbedder Embedder => throw new NotSupportedException("a forecast embeds nothing");

        public string? Answer(Tier tier, string itemId, string generator, int repeat) => _answer ?? (AnswerIsOpen ? "" : null);

        public void Forget() => (_answer, AnswerIsOpen) = (null, false);
    }

    /// <summary>Answers from the journal alone, and remembers what it could not answer.</summary>
    private sealed class JournalOnlyCaller(CallJournal? journal, JournalPolicy policy, TokenCounter? counter) : IModelCaller
    {
        private static readonly CallResult Miss = new() { ErrorClass = CallErrorClass.CircuitOpen, Error = "not in the journal" };

        /// <summary>
        /// The input tokens of a call that the journal does not hold; null when it holds it. 0 when tokens are not counted.
        /// </summary>
        public long? MissedTokens { get; private set; }

        /// <summary>Tells the unit's first call from others; null when nothing was called.</summary>
        public UInt128? FirstKey { get; private set; }

        public void Begin() => (MissedTokens, FirstKey) = (null, null);

        public Task<CallResult> CallAsync(ModelCall call, CancellationToken cancellationToken)
        {
            var key = CallKey.Of(call);
            FirstKey ??= BinaryPrimitives.ReadUInt128BigEndian(key);
            var found = journal is null || policy.Refresh ? null : journal.Find(key);
            if (found is not null && policy.Keeps(found))
                return Task.FromResult(found);
            MissedTokens = counter?.Input(call) ?? 0;
            return Task.FromResult(Miss);
        }
    }
}
