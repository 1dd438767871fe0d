using System.Text.Json;
using System.Text.Json.Serialization;
using ModelLab.Core.Models;
using ModelLab.Core.Statistics;
using ModelLab.Runs.Analytics;
using ModelLab.Runs.Planning;
using ModelLab.Runs.Results;

namespace ModelLab.Runs.Library;

/// <summary>A run's JSON, of whatever version, as a <see cref="RunDetail"/>.</summary>
internal static class RunDetailReader
{
    public static RunDetail Read(JsonElement run, RunEntry entry)
    {
        var other = new Dictionary<string, string>(StringComparer.Ordinal);
        T? Analysis<T>(string field)
            where T : class
        {
            if (run.Field(field) is not { } document)
                return null;
            if (TryRead<T>(document) is { } analysis)
                return analysis;
            other[field] = document.GetRawText();
            return null;
        }
        var (utilization, topics, domain) = (
            Analysis<Utilization>("utilization_metrics"),
            Analysis<TopicCoverage>("topic_coverage_metrics"),
            Analysis<DomainProfile>("domain_analysis_metrics")
        );
        return new RunDetail
        {
            Entry = entry,
            Values = run.Field("aggregates") is { ValueKind: JsonValueKind.Array }
                ? [.. run.List("aggregates").Select(Value)]
                : OfCombinations(run, entry),
            Combinations =
            [
                .. run.List("model_runs")
                    .Select(c => new RunCombination(
                        c.Text("generation_model"),
                        c.Text("judge_model"),
                        c.Text("production_judge_model"),
                        c.Text("status"),
                        c.Text("exclusion_reason")
                    )),
            ],
            Excluded =
            [
                .. run.List("excluded_models")
                    .Where(e => e.Text("model") is not null)
                    .Select(e => new ExcludedModel(RoleOf(e.Text("role")), e.Text("model")!, e.Text("reason") ?? "")),
            ],
            Usage = [.. run.List("usage").Where(u => u.Text("model") is not null).Select(Usage)],
            Baselines = RunBaseline.Read(run),
            Notes = [.. run.List("notes").Where(n => n.ValueKind == JsonValueKind.String).Select(n => n.GetString()!)],
            Spec = Spec(run),
            FingerprintParts = run.Map("fingerprint_parts").ToDictionary(p => p.Name, p => p.Value.ToString(), StringComparer.Ordinal),
            ExecutiveSummary = run.Text("executive_summary"),
            Recommendation = run.Field("recommendation")?.GetRawText(),
            Utilization = utilization,
            Topics = topics,
            Domain = domain,
            OtherAnalyses = other,
        };
    }

    public static RunDetail Unfinished(RunEntry entry)
    {
        using var reader = ObservationReader.Open(entry.DatabaseFile!);
        return new RunDetail
        {
            Entry = entry,
            Excluded = reader.Excluded(),
            Notes = reader.Notes(),
            Spec = reader.Spec(),
            FingerprintParts = reader.Fingerprint().Parts,
        };
    }

    /// <summary>The interval of a number that stands beside its <c>value</c>; null where there is none.</summary>
    public static ConfidenceInterval? Interval(JsonElement number) =>
        number.Number("value") is { } estimate
        && number.Field("interval") is { } i
        && i.Number("lower") is { } lower
        && i.Number("upper") is { } upper
            ? new ConfidenceInterval(estimate, lower, upper, (int?)i.Whole("pages") ?? 0)
            : null;

    private static RunValue Value(JsonElement a) =>
        new(
            a.Text("tier") ?? "",
            a.Text("metric") ?? "",
            a.Text("generation_model"),
            a.Text("judge_model"),
            a.Text("production_judge_model"),
            a.Number("value"),
            a.Whole("n"),
            Interval(a)
        );

    /// <summary>
    /// Numbers out of combinations, each once: with the models that its tier depends on. Without combinations the top level stands for one.
    /// </summary>
    private static List<RunValue> OfCombinations(JsonElement run, RunEntry entry)
    {
        var old = Schema2.Applies(entry.SchemaVersion);
        var values = new Dictionary<(string, string, string?, string?, string?), RunValue>();
        void Take(JsonElement models, string tier, IEnumerable<JsonProperty> metrics)
        {
            var (g, j, d) = (models.Text("generation_model"), models.Text("judge_model"), models.Text("production_judge_model"));
            var (generator, judge, decider) = tier switch
            {
                "tier_2" or "tier_3" => (g, j, (string?)null),
                "tier_judge" => (null, j, null),
                "tier_judge_pipeline" => (null, null, d),
                "tier_ux" => (g, null, null),
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
                values.TryAdd(
                    (tier, name, generator, judge, decider),
                    new RunValue(tier, name, generator, judge, decider, number, null, null)
                );
            }
        }
        foreach (var combination in run.List("model_runs"))
        foreach (var tier in RunEntryReader.TierFields)
            if (combination.Field("metrics") is { } metrics)
                Take(combination, tier, metrics.Map(tier));
        foreach (var tier in RunEntryReader.TierFields)
            Take(run, tier, run.Map(tier + "_metrics"));
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
            InputTokens = u.Whole("input_tokens"),
            CachedInputTokens = u.Whole("cached_input_tokens"),
            OutputTokens = u.Whole("output_tokens"),
            ReasoningTokens = u.Whole("reasoning_tokens"),
            TokensEstimated = u.Flag("tokens_estimated"),
            MeanInFlight = u.Number("mean_calls_in_flight") ?? 0,
            ReturnedModels = [.. u.List("returned_models").Where(m => m.ValueKind == JsonValueKind.String).Select(m => m.GetString()!)],
            Outcomes = u.Map("outcomes")
                .Where(o => o.Value.ValueKind == JsonValueKind.Number && o.Value.TryGetInt64(out _))
                .ToDictionary(o => o.Name, o => o.Value.GetInt64(), StringComparer.Ordinal),
            Cost = u.Field("cost") is { ValueKind: JsonValueKind.Number } cost && cost.TryGetDecimal(out var money) ? money : null,
            Currency = u.Text("currency"),
        };

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
