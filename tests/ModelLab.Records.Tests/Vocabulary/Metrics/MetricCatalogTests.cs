using System.Text.RegularExpressions;
using ModelLab.Records.Vocabulary;
using ModelLab.Records.Vocabulary.Metrics;
using ModelLab.Testing.Support;

namespace ModelLab.Records.Tests.Vocabulary.Metrics;

public sealed class MetricCatalogTests
{
    // Names that are symbols are the same in every language.
    private static readonly string[] Symbols =
    [
        "F1",
        "TP",
        "FP",
        "FN",
        "TN",
        "MRR",
        "nDCG@5",
        "nDCG@10",
        "ROUGE-1",
        "ROUGE-2",
        "ROUGE-L",
        "BLEU",
    ];

    [Fact]
    public void No_metric_is_there_twice()
    {
        Assert.Equal(MetricCatalog.All.Count, MetricCatalog.All.Select(m => m.Address).Distinct(StringComparer.OrdinalIgnoreCase).Count());
        // Two columns of one table must not carry the same heading.
        Assert.All(
            MetricCatalog.All.GroupBy(m => m.Tier),
            tier =>
            {
                Assert.Equal(tier.Count(), tier.Select(m => m.English).Distinct(StringComparer.OrdinalIgnoreCase).Count());
                Assert.Equal(tier.Count(), tier.Select(m => m.Russian).Distinct(StringComparer.OrdinalIgnoreCase).Count());
            }
        );
    }

    [Fact]
    public void Every_entry_is_complete() =>
        Assert.All(
            MetricCatalog.All,
            m =>
            {
                Assert.Matches("^tier_[a-z0-9_]+$", m.TierName);
                Assert.Matches("^[a-z][A-Za-z0-9_@]*$", m.Name);
                Assert.False(string.IsNullOrWhiteSpace(m.English));
                Assert.False(string.IsNullOrWhiteSpace(m.Russian));
                Assert.False(string.IsNullOrWhiteSpace(m.Formula));
                Assert.True(m.RussianFormula.Any(c => c is >= 'а' and <= 'я') || m.RussianFormula == m.Formula, m.Address); // a formula of symbols alone reads the same
                Assert.Contains(m.Unit, new[] { "1–5", "share", "0–100", "cosine", "ms", "count", "distance", "number" });
                Assert.Equal($"{m.TierName}.{m.Name}", m.Address);
            }
        );

    [Fact]
    public void A_definition_holds_what_its_kind_needs_and_nothing_else() =>
        Assert.All(
            MetricCatalog.All,
            m =>
            {
                Assert.True(m.Quantile is not null == (m.Kind == MetricKind.Quantile), m.Address);
                Assert.True(m.OfRanking is null || m.Kind is MetricKind.Mean or MetricKind.Share, m.Address);
                Assert.True(m.Kind != MetricKind.MatrixStatistic || m.Statistic is not null, m.Address);
                // Numbers come from a measure, or from all verdicts together, or from the items as a whole.
                Assert.True(m.Measure is not null || m.Statistic is not null || m.Kind == MetricKind.RunLevel, m.Address);
                Assert.False(m.Kind == MetricKind.RunLevel && (m.Measure is not null || m.Statistic is not null), m.Address);
                Assert.False(m.Kind is MetricKind.Count or MetricKind.Quantile or MetricKind.RunLevel && m.IsByQuestion, m.Address);
                // What ranks models or is tested needs values to compare, a role, and a better side.
                Assert.False((m.Ranks || m.IsTested) && (!m.IsByQuestion || m.Direction == MetricDirection.None), m.Address);
                Assert.False(m.Ranks && m.Role is null, m.Address);
            }
        );

    [Fact]
    public void Places_are_told_once_a_tier_and_the_first_column_ranks() =>
        Assert.All(
            MetricCatalog.All.GroupBy(m => m.Tier),
            tier =>
            {
                Assert.Equal(tier.Count(m => m.Column is not null), tier.Select(m => m.Column).OfType<int>().Distinct().Count());
                Assert.Equal(tier.Count(m => m.Headline is not null), tier.Select(m => m.Headline).OfType<int>().Distinct().Count());
                Assert.NotEmpty(MetricCatalog.Headlines(tier.Key));
                Assert.True(MetricCatalog.Leading(tier.Key) is not { Ranks: false }, tier.Key.ToString());
            }
        );

    [Fact]
    public void No_metric_is_named_by_a_literal_outside_its_definition()
    {
        // What stands in files by contract: fields of their own that are called like a metric, and the Python tool's names.
        string[] contracts = ["RecommendationJson.cs", "Schema2.cs"];
        var names = MetricCatalog.All.Select(m => $"\"{m.Name}\"").ToHashSet(StringComparer.Ordinal);
        var source = Path.Combine(Repository.Root, "src");
        var literals =
            from file in Directory.EnumerateFiles(source, "*", SearchOption.AllDirectories)
            where Path.GetExtension(file) is ".cs" or ".razor"
            let path = Path.GetRelativePath(source, file).Replace('\\', '/')
            where !path.Contains("/obj/", StringComparison.Ordinal) && !path.Contains("/Vocabulary/Metrics/", StringComparison.Ordinal)
            // Outputs made elsewhere are scored under names of their own, and chat protocols have fields of theirs.
            where
                !path.StartsWith("ModelLab.Scoring/", StringComparison.Ordinal)
                && !path.StartsWith("ModelLab.Llm/", StringComparison.Ordinal)
            where !contracts.Contains(Path.GetFileName(file))
            from line in File.ReadLines(file)
            from literal in Regex.Matches(line, "\"[A-Za-z][A-Za-z0-9_@]*\"").Select(m => m.Value)
            where names.Contains(literal)
            select $"{path}: {literal}";
        Assert.Empty(literals);
    }

    [Fact]
    public void Every_entry_says_when_not_to_trust_it_in_both_languages() =>
        Assert.All(
            MetricCatalog.All,
            m =>
            {
                // Foreign words may be quoted in «», as an example.
                Assert.DoesNotMatch(@"\p{IsCyrillic}", Regex.Replace(m.Caution, "«[^»]*»", ""));
                Assert.Matches(@"\p{IsCyrillic}", m.RussianCaution);
                Assert.All(
                    new[] { m.Caution, m.RussianCaution },
                    text =>
                    {
                        // Two sentences, in two exceptions three; none so short that it could not be about this metric.
                        Assert.InRange(text.Length, 50, 330);
                        Assert.True(char.IsUpper(text[0]) && text.EndsWith('.'), text);
                        Assert.Equal(text.Trim(), text);
                    }
                );
                Assert.NotEqual(m.Formula, m.Caution);
            }
        );

    [Fact]
    public void A_caution_is_not_copied_from_another_metric()
    {
        // The same words may serve the same metric of another tier, and one metric at several k: all else would be said without looking.
        // Tiers 2 and 3 call their latency that of generation.
        static string Kind(MetricDefinition m) => m.Name.Split('@')[0].Replace("generation_latency", "latency", StringComparison.Ordinal);
        foreach (var text in new Func<MetricDefinition, string>[] { m => m.Caution, m => m.RussianCaution })
            Assert.Empty(
                MetricCatalog
                    .All.GroupBy(m => Regex.Replace(text(m), "[0-9]+", "k"), Kind)
                    .Where(same => same.Distinct().Count() > 1)
                    .Select(same => $"{string.Join(", ", same)}: {same.Key}")
            );
    }

    [Fact]
    public void English_and_Russian_names_differ_or_are_symbols() =>
        Assert.All(
            MetricCatalog.All,
            m =>
            {
                if (Symbols.Contains(m.English))
                    Assert.Equal(m.English, m.Russian);
                else
                {
                    Assert.NotEqual(m.English, m.Russian);
                    Assert.DoesNotMatch(@"\p{IsCyrillic}", m.English);
                    Assert.Matches(@"\p{IsCyrillic}", m.Russian);
                }
            }
        );

    [Fact]
    public void Ranges_fit_units_and_baselines_fit_ranges() =>
        Assert.All(
            MetricCatalog.All,
            m =>
            {
                var (minimum, maximum) = m.Unit switch
                {
                    "1–5" => ((double?)1, (double?)5),
                    "share" => (0, 1),
                    "0–100" => (0, 100),
                    "cosine" => (-1, 1),
                    "number" when m.Name == "avg_dot_similarity" => (null, null),
                    _ => (0, null),
                };
                Assert.Equal(minimum, m.Minimum);
                Assert.Equal(maximum, m.Maximum);
                if (m.Baseline is { } baseline)
                    Assert.InRange(baseline, m.Minimum!.Value, m.Maximum ?? double.MaxValue);
                if (m.Unit == "ms")
                    Assert.Equal(MetricDirection.Lower, m.Direction);
            }
        );

    // The names of the file format that the design lists for tiers that are implemented.
    [Theory]
    [InlineData(
        "tier_2",
        "total_queries successful_evaluations errors avg_faithfulness avg_answer_relevance avg_answer_correctness response_exact_match_rate abstention_rate false_refusal_rate"
    )]
    [InlineData(
        "tier_0",
        "total_samples avg_nn_distance std_nn_distance density_score avg_spread max_spread spread_std effective_dimensionality avg_pairwise_distance std_pairwise_distance min_pairwise_distance max_pairwise_distance"
    )]
    [InlineData(
        "tier_1",
        "total_queries hit_rate@1 hit_rate@5 hit_rate@10 recall@1 recall@3 recall@5 recall@10 precision@1 precision@3 precision@5 precision@10 mrr ndcg@5 ndcg@10 retrieval_consistency url_mrr url_ndcg@10"
    )]
    [InlineData(
        "tier_3",
        "total_queries successful_evaluations errors avg_e2e_score avg_semantic_similarity avg_dot_similarity avg_euclidean_distance response_exact_match_rate response_semantic_consistency avg_rouge1_f avg_rouge2_f avg_rougeL_f avg_bleu abstention_rate false_refusal_rate"
    )]
    [InlineData("tier_ux", "total_sessions cache_hit_rate context_preservation multi_turn_consistency")]
    [InlineData("tier_judge", "total_evaluations consistency_score error_rate avg_latency_ms avg_faithfulness")]
    [InlineData(
        "tier_judge_pipeline",
        "total_evaluations accuracy precision recall f1_score avg_latency_ms true_positives false_positives false_negatives true_negatives"
    )]
    public void The_metrics_of_the_file_format_can_be_found(string tier, string names) =>
        Assert.All(
            names.Split(' '),
            name => Assert.Equal($"{tier}.{name}", MetricCatalog.Find(TierNames.FromFileName(tier), name).Address)
        );

    [Theory]
    [InlineData("tier_2", "f1_score")]
    [InlineData("tier_judge", "Error_Rate")]
    public void An_unknown_metric_is_refused_by_name(string tier, string name) =>
        Assert.Equal(
            $"no metric is called {tier}.{name}",
            Assert.Throws<KeyNotFoundException>(() => MetricCatalog.Find(TierNames.FromFileName(tier), name)).Message
        );
}
