using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Primitives;
using ModelLab.Records.Vocabulary;

namespace ModelLab.Dashboard.Site;

/// <summary>
/// What a page is asked for: address, language, theme. All state of a view stands in its address, so that the address can be sent to
/// somebody else.
/// </summary>
public sealed class PageContext
{
    /// <summary>The parameter of the language.</summary>
    public const string LanguageParameter = "lang";

    /// <summary>The parameter of the theme.</summary>
    public const string ThemeParameter = "theme";

    /// <summary>The parameter of the run that is shown.</summary>
    public const string RunParameter = "run";

    /// <summary>Carries the run that was shown through the page of what goes on, which shows another.</summary>
    public const string KeptRunParameter = "kept";

    private readonly Dictionary<string, string[]> _query;
    private bool _isEmpty,
        _runIsThere;

    /// <summary>Makes the context of an address.</summary>
    /// <param name="path">The path, from <c>/</c>.</param>
    /// <param name="query">The query.</param>
    /// <param name="preset">The language of an address that names none.</param>
    /// <param name="assets">Where style sheets and scripts are.</param>
    public PageContext(string path, IEnumerable<KeyValuePair<string, StringValues>> query, Language preset, EmbeddedAssets assets)
    {
        Path = path;
        _query = query.ToDictionary(q => q.Key, q => q.Value.OfType<string>().ToArray(), StringComparer.Ordinal);
        Language = Value(LanguageParameter) switch
        {
            "ru" => Language.Russian,
            "en" => Language.English,
            _ => preset,
        };
        Run = Value(RunParameter) ?? Value(KeptRunParameter);
        Theme = Value(ThemeParameter) is "light" or "dark" ? Value(ThemeParameter) : null;
        Assets = assets;
    }

    /// <summary>The context of a request.</summary>
    public static PageContext Of(HttpContext context) =>
        new(
            context.Request.Path.Value ?? "/",
            context.Request.Query,
            context.RequestServices.GetRequiredService<SitePresets>().Language,
            context.RequestServices.GetRequiredService<EmbeddedAssets>()
        );

    private PageContext(PageContext other, string path) =>
        (Path, _query, Language, Theme, Assets, IsReport, Run, _runIsThere) = (
            path,
            other._query,
            other.Language,
            other.Theme,
            other.Assets,
            other.IsReport,
            other.Run,
            other._runIsThere
        );

    /// <summary>The same view state on another path: a part of a page that is asked for alone has the page's links.</summary>
    public PageContext On(string path) => new(this, path);

    /// <summary>The context of a report, which is one file without a server: no address, the reader's own theme.</summary>
    /// <param name="language">The language of the report.</param>
    /// <param name="assets">Where style sheets and fonts are.</param>
    public static PageContext ForReport(Language language, EmbeddedAssets assets) => new("/", [], language, assets) { IsReport = true };

    /// <summary>The path, from <c>/</c>.</summary>
    public string Path { get; }

    /// <summary>Whether it is read as a file: what needs the server (links to other views, forms, scripts) has no place in it.</summary>
    public bool IsReport { get; private init; }

    /// <summary>The language of the page.</summary>
    public Language Language { get; }

    /// <summary><c>light</c>, <c>dark</c>, or null for what the reader's system prefers.</summary>
    public string? Theme { get; }

    /// <summary>The run that the page shows, or that was shown before: links carry it on. Null where none is.</summary>
    public string? Run { get; private set; }

    /// <summary>Where style sheets and scripts are.</summary>
    public EmbeddedAssets Assets { get; }

    /// <summary>The status that the page is sent with; a page that finds nothing to show sets 404.</summary>
    public int Status { get; set; } = StatusCodes.Status200OK;

    /// <summary>Says that a run is there: links lead on to it, and a page that finds nothing in it is no missing page.</summary>
    /// <param name="run">The run's id.</param>
    public void Follows(string run) => (Run, _runIsThere) = (run, true);

    /// <summary>
    /// Says whether the page has a view to show. One without has no JSON either, and is 404 when something was asked for that is not there.
    /// </summary>
    /// <param name="something">Whether there is something to show.</param>
    /// <param name="asked">The parameters that ask for something in particular.</param>
    public void Shows(bool something, params ReadOnlySpan<string> asked)
    {
        _isEmpty = !something;
        if (something)
            return;
        foreach (var name in asked)
            if (Value(name) is not null && !(name == RunParameter && _runIsThere))
                Status = StatusCodes.Status404NotFound;
    }

    /// <summary>The phrase of the page's language.</summary>
    public string Say(string english, string russian) => Language.Say(english, russian);

    /// <summary>The first value of a parameter; null when it is missing or blank.</summary>
    public string? Value(string name) =>
        _query.TryGetValue(name, out var values) && values.Length > 0 && !string.IsNullOrWhiteSpace(values[0]) ? values[0].Trim() : null;

    /// <summary>All values of a parameter.</summary>
    public IReadOnlyList<string> Values(string name) => _query.TryGetValue(name, out var values) ? values : [];

    /// <summary>A whole number within bounds; the preset when it is missing, and the nearer bound when it is outside.</summary>
    public int Number(string name, int preset, int least, int most) =>
        int.TryParse(
            Value(name),
            System.Globalization.NumberStyles.AllowLeadingSign,
            System.Globalization.CultureInfo.InvariantCulture,
            out var number
        )
            ? Math.Clamp(number, least, most)
            : preset;

    /// <summary>The address of a page, in the language and theme of this one, and of the run that is shown.</summary>
    public string Link(string path, params ReadOnlySpan<(string Name, string? Value)> query)
    {
        var result = QueryString.Empty;
        var namesRun = false;
        foreach (var (name, value) in query)
        {
            namesRun |= name == RunParameter;
            if (value is not null)
                result = result.Add(name, value);
        }
        // The page of a run names it in its path.
        if (Run is not null && !namesRun && !path.StartsWith("/runs/", StringComparison.Ordinal))
            result = result.Add(path == SiteMap.Live ? KeptRunParameter : RunParameter, Run);
        foreach (var name in (string[])[LanguageParameter, ThemeParameter])
            if (Value(name) is { } kept)
                result = result.Add(name, kept);
        return path + result;
    }

    /// <summary>This page with some parameters changed; null takes one away.</summary>
    public string Here(params ReadOnlySpan<(string Name, string? Value)> changes)
    {
        var result = QueryString.Empty;
        var changed = new Dictionary<string, string?>(StringComparer.Ordinal);
        foreach (var (name, value) in changes)
            changed[name] = value;
        foreach (var (name, values) in _query)
        {
            if (changed.ContainsKey(name))
                continue;
            foreach (var value in values)
                result = result.Add(name, value);
        }
        foreach (var (name, value) in changed)
            if (value is not null)
                result = result.Add(name, value);
        return Path + result;
    }

    /// <summary>The address of this page's view as JSON, with the same query; null where the page has none, or shows nothing.</summary>
    public string? Json =>
        !_isEmpty && Status == StatusCodes.Status200OK && SiteMap.ApiOf(Path) is { } path ? On(path).Here((ThemeParameter, null)) : null;

    /// <summary>Parameters that a GET form must carry on, because it replaces the query.</summary>
    public IEnumerable<(string Name, string Value)> Kept(params string[] others) =>
        from name in (string[])[LanguageParameter, ThemeParameter, .. others]
        from value in Values(name)
        select (name, value);
}
