using System.Globalization;
using ModelLab.Core;
using ModelLab.Core.Metrics.Text;
using ModelLab.Records.Reading;
using ModelLab.Testing.Support;

namespace ModelLab.Scoring.Tests;

/// <summary>Files to score in a folder of their own.</summary>
public abstract class ScoringTest : IDisposable
{
    private readonly TempFolder _folder = new();

    public static TheoryData<string> Cultures => [.. new[] { "ru-RU", "en-US", "tr-TR" }];

    protected static CancellationToken Stop => TestContext.Current.CancellationToken;

    protected static TextScoringOptions Defaults { get; } = new(TextTokenizer.Unicode, BleuTokenizer.V13a, "exp");

    public void Dispose()
    {
        GC.SuppressFinalize(this);
        _folder.Dispose();
    }

    protected string Write(string name, string text) => _folder.Write(name, text);

    protected string WriteBytes(string name, byte[] bytes)
    {
        File.WriteAllBytes(_folder[name], bytes);
        return _folder[name];
    }

    protected TextScores Texts(string name, string text, TextScoringOptions? options = null) =>
        TextScoring.Run(Write(name, text), options ?? Defaults, Stop);

    protected static double? Value(IEnumerable<Score> scores, string metric) => scores.Single(s => s.Metric == metric).Value;

    protected static double? Of(ScoredRow row, string metric) => row.Values[TextScoring.Metrics.Index().First(m => m.Item == metric).Index];

    /// <summary>What a file is refused for, without its folder.</summary>
    protected string Problem(Action act) =>
        Assert.Throws<BadInputException>(act).Message.Replace(_folder.Path.Replace('\\', '/') + "/", "", StringComparison.Ordinal);

    protected static void In(string culture, Action body)
    {
        var former = CultureInfo.CurrentCulture;
        try
        {
            CultureInfo.CurrentCulture = CultureInfo.GetCultureInfo(culture);
            body();
        }
        finally
        {
            CultureInfo.CurrentCulture = former;
        }
    }
}
