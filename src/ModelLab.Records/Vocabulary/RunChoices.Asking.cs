using System.Text.Json.Serialization;
using ModelLab.Core;
using ModelLab.Core.Judging;
using ModelLab.Core.Models;
using ModelLab.Core.Roles;
using ModelLab.Core.Text;

namespace ModelLab.Records.Vocabulary;

// How models are asked.
public abstract partial record RunChoices
{
    /// <summary>Whether judges reason before they score.</summary>
    public JudgeEvalMode JudgeEvalMode { get; init; }

    /// <summary>Generations per question; only the first is scored.</summary>
    public int ConsistencyRuns { get; init; } = 1;

    /// <summary>What benchmark judges score in Tier 2.</summary>
    public IReadOnlyList<Rubric> Rubrics { get; init; } = Measures.Tier2Rubrics;

    /// <summary>Sampling of generators.</summary>
    public Sampling Generation { get; init; } = Sampling.OfGenerators;

    /// <summary>Sampling of judges.</summary>
    public Sampling Judging { get; init; } = Sampling.OfJudges;

    /// <summary>
    /// The language of the data, which prompts are written in: as it was told, and in a run's spec as it was told or found out; null in
    /// runs of before, which were Russian.
    /// </summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public DataLanguage? DataLanguage { get; init; }

    /// <summary>Who answers, for the prompts; null for the help desk of a university.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Assistant { get; init; }

    /// <summary>Seed of everything random.</summary>
    public int Seed { get; init; }

    internal static Flag<RunChoices> SeedFlag =>
        Flag.Whole<RunChoices>("--seed", "Seed of everything random", int.MinValue, 0, (c, seed) => c with { Seed = seed }) with
        {
            Write = s => Flag.Unless(s.Seed, 0),
            Part = new("seed", s => FingerprintPart.Write(s.Seed), "seed (--seed)", "зерно (--seed)"),
        };

    internal static IEnumerable<Flag<RunChoices>> AskingFlags =>
        [
            Flag.Word<RunChoices>(
                "--judge-eval-mode",
                "Score only, or evidence, then score",
                Names.Of(JudgeEvalMode.Direct),
                [.. Enum.GetValues<JudgeEvalMode>().Select(Names.Of)],
                (c, mode) => c with { JudgeEvalMode = Names.Parse<JudgeEvalMode>(mode) }
            ) with
            {
                Write = s => Flag.Unless(Names.Of(s.JudgeEvalMode), Names.Of(JudgeEvalMode.Direct)),
                Part = new(
                    "judge_eval_mode",
                    s => FingerprintPart.Write(s.JudgeEvalMode),
                    "judge mode (--judge-eval-mode)",
                    "режим судьи (--judge-eval-mode)"
                ),
            },
            Flag.Whole<RunChoices>(
                "--consistency-runs",
                "Generations per question; only the first is scored",
                1,
                1,
                (c, runs) => c with { ConsistencyRuns = runs }
            ) with
            {
                Write = s => Flag.Unless(s.ConsistencyRuns, 1),
                Part = new(
                    "consistency_runs",
                    s => FingerprintPart.Write(s.ConsistencyRuns),
                    "consistency runs (--consistency-runs)",
                    "повторов генерации (--consistency-runs)"
                ),
            },
            Flag.Text<RunChoices>(
                "--data-language",
                "The language of questions and prompts: ru or en [found out from the questions]",
                (c, code) => c with { DataLanguage = LanguageOf(code) }
            ) with
            {
                Words = [.. Enum.GetValues<DataLanguage>().Select(Names.Of)],
                Problem = text =>
                    Enum.GetValues<DataLanguage>().Any(l => Names.Of(l) == text)
                        ? null
                        : $"--data-language: '{text}' is unknown: give ru or en",
                Write = s => s.DataLanguage is { } language ? Names.Of(language) : null,
                // Runs of before were Russian and did not say so.
                Part = new(
                    "data_language",
                    s => s.DataLanguage is { } language and not Core.Text.DataLanguage.Ru ? FingerprintPart.Write(language) : null,
                    "language of the data (--data-language)",
                    "язык данных (--data-language)"
                ),
            },
            Flag.Text<RunChoices>(
                "--assistant",
                "Who answers, in the data's language, for the prompts [the help desk of a university]",
                (c, who) => c with { Assistant = who.Trim() }
            ) with
            {
                Problem = text => string.IsNullOrWhiteSpace(text) ? "--assistant: is blank: say who answers, or leave it out" : null,
                Write = s => s.Assistant,
            },
            Flag.Text<RunChoices>(
                "--rubrics",
                "What judges score in tier 2: faithfulness, answer_relevance, answer_correctness [all three]",
                (c, list) => c with { Rubrics = RubricsOf(list) }
            ) with
            {
                Write = s => s.Rubrics.SequenceEqual(Measures.Tier2Rubrics) ? null : string.Join(',', s.Rubrics.Select(Measures.Of)),
                Part = new("rubrics", s => FingerprintPart.Write(s.Rubrics), "rubrics (--rubrics)", "критерии (--rubrics)"),
            },
            Flag.Number<RunChoices>(
                "--generation-temperature",
                "Temperature of generators [0.7]",
                0,
                null,
                (c, value) => c with { Generation = c.Generation with { Temperature = value } }
            ) with
            {
                Write = s => Flag.Unless(s.Generation.Temperature, Sampling.OfGenerators.Temperature),
                Part = new(
                    "generation_sampling",
                    s => FingerprintPart.Write(s.Generation),
                    "sampling of generators",
                    "сэмплирование генерации"
                ),
            },
            Flag.Whole<RunChoices>(
                "--generation-max-tokens",
                "The most output tokens of generators [200]",
                1,
                null,
                (c, value) => c with { Generation = c.Generation with { MaxTokens = value } }
            ) with
            {
                Write = s => Flag.Unless(s.Generation.MaxTokens, Sampling.OfGenerators.MaxTokens),
            },
            Flag.Number<RunChoices>(
                "--judge-temperature",
                "Temperature of judges [0]",
                0,
                null,
                (c, value) => c with { Judging = c.Judging with { Temperature = value } }
            ) with
            {
                Write = s => Flag.Unless(s.Judging.Temperature, Sampling.OfJudges.Temperature),
                Part = new("judging_sampling", s => FingerprintPart.Write(s.Judging), "sampling of judges", "сэмплирование судей"),
            },
            Flag.Whole<RunChoices>(
                "--judge-max-tokens",
                "The most output tokens of judges [800]",
                1,
                null,
                (c, value) => c with { Judging = c.Judging with { MaxTokens = value } }
            ) with
            {
                Write = s => Flag.Unless(s.Judging.MaxTokens, Sampling.OfJudges.MaxTokens),
            },
        ];

    private static IReadOnlyList<Rubric> RubricsOf(string list)
    {
        var names = Flag.Split(list);
        if (names.FirstOrDefault(n => Measures.Tier2Rubrics.All(r => Measures.Of(r) != n)) is { } unknown)
            throw new BadInputException(
                $"--rubrics: '{unknown}' is unknown: give {string.Join(", ", Measures.Tier2Rubrics.Select(Measures.Of))}"
            );
        return names.Length == 0
            ? throw new BadInputException("--rubrics: names none")
            : [.. Measures.Tier2Rubrics.Where(r => names.Contains(Measures.Of(r)))];
    }

    private static DataLanguage LanguageOf(string code) => Enum.GetValues<DataLanguage>().First(l => Names.Of(l) == code);
}
