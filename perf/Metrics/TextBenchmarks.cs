using BenchmarkDotNet.Attributes;
using ModelLab.Core.Metrics.Text;
using ModelLab.Core.Statistics;

namespace ModelLab.Benchmarks.Metrics;

/// <summary>100,000 pairs of 30 words on all cores: ROUGE-1, ROUGE-2, ROUGE-L and BLEU must take less than 6 s on two.</summary>
[MemoryDiagnoser]
public class TextBenchmarks
{
    private (string Hypothesis, string[] References)[] pairs = [];

    [GlobalSetup]
    public void Setup()
    {
        var random = new SeededRandom(1);
        string[] syllables = ["об", "ще", "жи", "ти", "спра", "вка", "де", "ка", "нат", "сту", "дент", "рас", "пи", "са", "ни", "е"];
        string[] words =
        [
            .. Enumerable
                .Range(0, 2000)
                .Select(_ => string.Concat(Enumerable.Range(0, 1 + random.Next(4)).Select(_ => syllables[random.Next(syllables.Length)]))),
        ];
        string Text() =>
            string.Join(' ', Enumerable.Range(0, 30).Select(i => words[random.Next(words.Length)] + (i % 7 == 6 ? "," : ""))) + ".";
        pairs =
        [
            .. Enumerable
                .Range(0, 100_000)
                .Select(_ =>
                {
                    // Half of the reference's words are the hypothesis's, so that subsequences and n-grams are found.
                    var hypothesis = Text();
                    var reference = Text().Split(' ').Zip(hypothesis.Split(' '), (own, other) => random.Next(2) == 0 ? own : other);
                    return (hypothesis, new[] { string.Join(' ', reference) });
                }),
        ];
    }

    [Benchmark]
    public double RougeAndBleu() =>
        Sum(p => Rouge.Of(p.Hypothesis, p.References).L.F!.Value + Bleu.Sentence(p.Hypothesis, p.References)!.Score);

    [Benchmark]
    public double RougeWithRussianStems() => Sum(p => Rouge.Of(p.Hypothesis, p.References, TextTokenizer.RussianStem).L.F!.Value);

    [Benchmark]
    public double ChrF2() => Sum(p => ChrF.Sentence(p.Hypothesis, p.References)!.Value);

    private double Sum(Func<(string Hypothesis, string[] References), double> score)
    {
        var scores = new double[pairs.Length];
        Parallel.For(0, pairs.Length, i => scores[i] = score(pairs[i]));
        return scores.Sum();
    }
}
