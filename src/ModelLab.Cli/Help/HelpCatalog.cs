using System.Text;

namespace ModelLab.Cli.Help;

/// <summary>The help in Russian, by its English texts: <c>russian.txt</c>, read when it is first asked for.</summary>
internal static class HelpCatalog
{
    private const string Resource = "ModelLab.Cli.Help.russian.txt";

    private static readonly Lazy<IReadOnlyDictionary<string, string>> Read = new(() =>
    {
        using var stream =
            typeof(HelpCatalog).Assembly.GetManifestResourceStream(Resource)
            ?? throw new InvalidOperationException($"{Resource} is not embedded");
        using var reader = new StreamReader(stream, Encoding.UTF8);
        var lines = reader.ReadToEnd().ReplaceLineEndings("\n").Split('\n').Where(l => l.Length > 0 && l[0] != '#').ToList();
        return lines.Chunk(2).ToDictionary(pair => pair[0], pair => pair[1], StringComparer.Ordinal);
    });

    /// <summary>All texts.</summary>
    public static IReadOnlyDictionary<string, string> Russian => Read.Value;
}
