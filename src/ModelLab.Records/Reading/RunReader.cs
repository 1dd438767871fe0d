using System.Text.Json;
using System.Text.Json.Serialization;
using ModelLab.Core.Models;
using ModelLab.Core.Roles;
using ModelLab.Core.Statistics;
using ModelLab.Records.Analyses;
using ModelLab.Records.Numbers;
using ModelLab.Records.Vocabulary;
using ModelLab.Records.Vocabulary.Metrics;

namespace ModelLab.Records.Reading;

/// <summary>A run's JSON, of whatever version, as a <see cref="Run"/>.</summary>
internal static class RunReader
{
    public static Run Read(JsonElement run, RunEntry entry) =>
        new()
        {
            Entry = entry,
            Numbers = run.Field("aggregates") is { ValueKind: JsonValueKind.Array }
                ?
                [
                    .. from a in run.List("aggregates")
                    from tier in TierNames.All
                    where tier.FileName() == a.Text("tier")
                    select Value(a, tier),
                ]
                : OfCombinations(run, entry),
            Combinations =
            [
                .. run.List("model_runs")
                    .Select(c => new CombinationStatus(
                        Models(c),
                        Enum.GetValues<ModelRunStatus>()
                            .Where(s => Names.Of(s) == c.Text("status"))
                            .Select(s => (ModelRunStatus?)s)
                            .FirstOrDefault(),
                        c.Text("exclusion_reason")
                    )
                    {
                        Reasons =
                        [
                            .. c.List("exclusion_reasons")
                                .Where(r => r.Text("model") is not null)
                                .Select(r => new ModelRemark(
                                    r.Text("model")!,
                                    new Remark(r.Text("reason") ?? "", Note(r.Field("reason_code")))
                                )),
                        ],
                    }),
            ],
            Excluded =
            [
                .. run.List("excluded_models")
                    .Where(e => e.Text("model") is not null)
                    .Select(e => new ExcludedModel(RoleOf(e.Text("role")), e.Text("model")!, e.Text("reason") ?? "")
                    {
                        ReasonCode = Note(e.Field("reason_code")),
                    }),
            ],
            Usage = [.. run.List("usage").Where(u => u.Text("model") is not null).Select(Usage)],
            Failures = [.. run.List("failures").Select(Failure).OfType<FailureGroup>()],
            Baselines = RunBaseline.Read(run),
            Notes = Notes(run),
            KnownSpec = Spec(run),
            Fingerprint = new(run.Map("fingerprint_parts").ToDictionary(p => p.Name, p => p.Value.ToString(), StringComparer.Ordinal)),
            Races = RaceReader.Read(run),
            ExecutiveSummary = run.Text("executive_summary"),
            StatusModels = run.Field("status_combination") is { ValueKind: JsonValueKind.Object } status ? Models(status) : null,
            Analyses = Analyses(run),
        };

    /// <summary>The interval of a number that stands beside its <c>value</c>; null where there is none.</summary>
    public static ConfidenceInterval? Interval(JsonElement number) =>
        number.Number("value") is { } estimate
        && number.Field("interval") is { } i
        && i.Number("lower") is { } lower
        && i.Number("upper") is { } upper
            ? new ConfidenceInterval(estimate, lower, upper, (int?)i.Whole("pages") ?? 0)
            : null;

    // The codes stand beside the texts, one for one; lists of other lengths are of another tool, and the texts alone are believed.
    private static List<Remark> Notes(JsonElement run)
    {
        var (texts, codes) = (run.List("notes").ToList(), run.List("note_codes").ToList());
        return
        [
            .. texts
                .Index()
                .Where(n => n.Item.ValueKind == JsonValueKind.String)
                .Select(n => new Remark(n.Item.GetString()!, codes.Count == texts.Count ? Note(codes[n.Index]) : null)),
        ];
    }

    private static RunNote? Note(JsonElement? note) =>
        note is { ValueKind: JsonValueKind.Object } coded && coded.Text("code") is { } code
            ? new RunNote(
                code,
                coded.Map("arguments").GroupBy(a => a.Name).ToDictionary(a => a.Key, a => a.Last().Value.Clone(), StringComparer.Ordinal)
            )
            : null;

    private static ModelNames Models(JsonElement of) =>
        new(of.Text("generation_model"), of.Text("judge_model"), of.Text("production_judge_model"));

    private static Aggregate Value(JsonElement a, Tier tier) =>
        new(
            tier,
            a.Text("metric") ?? "",
            a.Text("generation_model"),
            a.Text("judge_model"),
            a.Text("production_judge_model"),
            a.Number("value"),
            a.Whole("n")
        )
        {
            Interval = Interval(a),
            PagesAlike = (int?)a.Whole("pages_alike"),
        };

    /// <summary>
    /// Numbers out of combinations, each once: with the models that its tier depends on. Without combinations the top level stands for one.
    /// </summary>
    private static List<Aggregate> OfCombinations(JsonElement run, RunEntry entry)
    {
        var old = Schema2.Applies(entry.SchemaVersion);
        var values = new Dictionary<(Tier, string, string?, string?, string?), Aggregate>();
        void Take(JsonElement models, Tier tier, IEnumerable<JsonProperty> metrics)
        {
            var (g, j, d) = (models.Text("generation_model"), models.Text("judge_model"), models.Text("production_judge_model"));
            var (generator, judge, decider) = tier switch
            {
                Tier.Generation or Tier.EndToEnd => (g, j, (string?)null),
                Tier.JudgeTrial => (null, j, null),
                Tier.JudgePipeline => (null, null, d),
                Tier.Ux => (g, null, null),
                _ => (null, null, null),
            };
            foreach (var metric in metrics)
            {
                if (metric.Value.ValueKind is not (JsonValueKind.Number or JsonValueKind.Null))
                    continue;
                var number = metric.Value.ValueKind == JsonValueKind.Number && metric.Value.TryGetDouble(out var n) ? n : (double?)null;
                if (old && !Schema2.IsDefined(metric.Name, entry.ConsistencyRuns))
                    number = null;
                var name = old ? Schema2.NameOf(tier, metric.Name) : metric.Name;
                values.TryAdd((tier, name, generator, judge, decider), new Aggregate(tier, name, generator, judge, decider, number, null));
            }
        }
        foreach (var combination in run.List("model_runs"))
        foreach (var tier in TierNames.All)
            if (combination.Field("metrics") is { } metrics)
                Take(combination, tier, metrics.Map(tier.FileName()));
        foreach (var tier in TierNames.All)
            Take(run, tier, run.Map(tier.FileName() + "_metrics"));
        return [.. values.Values];
    }

    private static ModelUsage Usage(JsonElement u) =>
        new()
        {
            Role = RoleOf(u.Text("role")),
            Model = u.Text("model")!,
            Units = u.Whole("units") ?? 0,
            Calls = u.Whole("calls") ?? 0,
            JournalHits = u.Whole("journal_hits") ?? 0,
            Attempts = u.Whole("attempts") ?? 0,
            Tokens = new TokenUsage
            {
                Input = u.Whole("input_tokens"),
                CachedInput = u.Whole("cached_input_tokens"),
                Output = u.Whole("output_tokens"),
                Reasoning = u.Whole("reasoning_tokens"),
                IsEstimated = u.Flag("tokens_estimated"),
                ToldCost =
                    u.Field("told_cost") is { ValueKind: JsonValueKind.Number } told && told.TryGetDecimal(out var dollars)
                        ? dollars
                        : null,
            },
            MeanInFlight = u.Number("mean_calls_in_flight") ?? 0,
            ReturnedModels = [.. u.List("returned_models").Where(m => m.ValueKind == JsonValueKind.String).Select(m => m.GetString()!)],
            Outcomes = u.Map("outcomes")
                .Where(o => o.Value.ValueKind == JsonValueKind.Number && o.Value.TryGetInt64(out _))
                .ToDictionary(o => o.Name, o => o.Value.GetInt64(), StringComparer.Ordinal),
            Cost = u.Field("cost") is { ValueKind: JsonValueKind.Number } cost && cost.TryGetDecimal(out var money) ? money : null,
            CostIsTold = u.Flag("cost_is_told"),
            Currency = u.Text("currency"),
        };

    // An outcome of a later version is passed over.
    private static FailureGroup? Failure(JsonElement f) =>
        f.Text("model") is { } model && Enum.GetValues<Outcome>().Where(o => Names.Of(o) == f.Text("outcome")).ToList() is [var outcome]
            ? new FailureGroup(
                RoleOf(f.Text("role")),
                model,
                outcome,
                f.Text("reason") ?? "",
                (int?)f.Whole("count") ?? 0,
                (int?)f.Whole("of") ?? 0,
                [.. f.List("examples").Where(e => e.ValueKind == JsonValueKind.String).Select(e => e.GetString()!)],
                f.Flag("is_final")
            )
            : null;

    private static RunAnalyses Analyses(JsonElement run)
    {
        var others = new Dictionary<string, string>(StringComparer.Ordinal);
        T? Analysis<T>(string field)
            where T : class
        {
            if (run.Field(field) is not { } document)
                return null;
            if (TryRead<T>(document) is { } analysis)
                return analysis;
            others[field] = document.GetRawText();
            return null;
        }
        return new RunAnalyses(
            Analysis<Utilization>("utilization_metrics"),
            Analysis<TopicCoverage>("topic_coverage_metrics"),
            Analysis<DomainProfile>("domain_analysis_metrics")
        )
        {
            Others = others,
        };
    }

    private static ModelRole RoleOf(string? name) => Enum.GetValues<ModelRole>().FirstOrDefault(r => Names.Of(r) == name);

    private static SweepSpec? Spec(JsonElement run)
    {
        if (run.Field("spec") is not { } spec)
            return null;
        try
        {
            return spec.Deserialize<SweepSpec>(RunsJson.Files);
        }
        catch (Exception e) when (e is JsonException or NotSupportedException)
        {
            return null;
        } // of another version
    }

    private static T? TryRead<T>(JsonElement document)
        where T : class
    {
        try
        {
            return document.Deserialize<T>(RunsJson.Files);
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
