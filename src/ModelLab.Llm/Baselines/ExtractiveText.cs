using ModelLab.Core.Text;

namespace ModelLab.Llm.Baselines;

/// <summary>The rule of <c>builtin:extractive</c>: the sentences of the context that best match the question.</summary>
internal static class ExtractiveText
{
    private const int MostSentences = 2;

    // The second sentence must match at least this share of what the best one matches, or it only dilutes the answer.
    private const double SecondShare = 0.6;

    /// <summary>
    /// Scores each sentence by the summed weights of the question's stems in it, a stem weighing ln(1 + sentences / sentences with it),
    /// and gives the best one or two in the context's order; empty when no stem of the question occurs.
    /// </summary>
    public static string Answer(string question, string context)
    {
        var sentences = Sentences.Of(context);
        var stems = sentences.Select(s => Stems.Content(s).ToHashSet(StringComparer.Ordinal)).ToList();
        var asked = Stems.Content(question).ToHashSet(StringComparer.Ordinal);
        var scores = stems
            .Select(inSentence =>
                asked.Where(inSentence.Contains).Sum(stem => Math.Log(1 + (double)sentences.Count / stems.Count(s => s.Contains(stem))))
            )
            .ToList();
        if (scores.Count == 0 || scores.Max() <= 0)
            return "";
        var best = scores.Max();
        return string.Join(
            ' ',
            Enumerable
                .Range(0, scores.Count)
                .Where(i => scores[i] >= SecondShare * best)
                .OrderByDescending(i => scores[i])
                .ThenBy(i => i)
                .Take(MostSentences)
                .Order()
                .Select(i => sentences[i])
        );
    }
}
