namespace ModelLab.Core.Metrics.Text;

/// <summary>An answer beside the answers that are accepted, for the metrics of texts; what several of them need is computed once.</summary>
/// <param name="answer">The answer.</param>
/// <param name="references">The accepted answers, at least one.</param>
public sealed class TextComparison(string answer, IReadOnlyList<string> references)
{
    private readonly Lazy<RougeScores> _rouge = new(() => Text.Rouge.Of(answer, references));

    /// <summary>The answer.</summary>
    public string Answer => answer;

    /// <summary>The accepted answers.</summary>
    public IReadOnlyList<string> References => references;

    /// <summary>ROUGE-1, ROUGE-2 and ROUGE-L against the best of the accepted answers.</summary>
    /// <exception cref="ArgumentException">There are no references.</exception>
    public RougeScores Rouge => _rouge.Value;
}
