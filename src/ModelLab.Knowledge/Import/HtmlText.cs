using System.Globalization;
using System.Text;
using AngleSharp.Dom;
using AngleSharp.Html.Dom;
using AngleSharp.Html.Parser;
using ModelLab.Core;

namespace ModelLab.Knowledge.Import;

/// <summary>
/// The readable text of an HTML page: blocks on lines of their own, table cells apart, nothing of scripts, styles and navigation.
/// </summary>
internal static class HtmlText
{
    // Parsing takes time quadratic in the depth; no page that a person wrote comes near this.
    private const int DeepestNesting = 5_000;

    private static readonly HashSet<string> Unclosed = new(
        [
            "area",
            "base",
            "br",
            "col",
            "embed",
            "hr",
            "img",
            "input",
            "link",
            "meta",
            "source",
            "track",
            "wbr",
            "p",
            "li",
            "dt",
            "dd",
            "tr",
            "td",
            "th",
            "option",
            "body",
            "html",
            "head",
        ],
        StringComparer.OrdinalIgnoreCase
    );

    private static readonly HashSet<string> Left = new(
        ["script", "style", "noscript", "template", "nav", "head", "svg", "iframe", "object"],
        StringComparer.OrdinalIgnoreCase
    );

    private static readonly HashSet<string> Blocks = new(
        [
            "address",
            "article",
            "aside",
            "blockquote",
            "body",
            "br",
            "caption",
            "dd",
            "details",
            "div",
            "dl",
            "dt",
            "fieldset",
            "figcaption",
            "figure",
            "footer",
            "form",
            "h1",
            "h2",
            "h3",
            "h4",
            "h5",
            "h6",
            "header",
            "hr",
            "li",
            "main",
            "ol",
            "p",
            "pre",
            "section",
            "summary",
            "table",
            "tbody",
            "thead",
            "tfoot",
            "title",
            "tr",
            "ul",
        ],
        StringComparer.OrdinalIgnoreCase
    );

    /// <summary>A page's text, its title first, and the address it says it has (<c>link rel=canonical</c>), or null.</summary>
    /// <exception cref="BadInputException">Its tags are nested deeper than any page's.</exception>
    public static (string Text, string? Address) Of(string html, string file)
    {
        RefuseDeepNesting(html, file);
        using var page = new HtmlParser().ParseDocument(html);
        var text = new StringBuilder();
        var title = page.Title?.Trim() ?? "";
        if (title.Length > 0 && page.QuerySelector("h1")?.TextContent.Trim() != title)
            text.Append(title).Append('\n');
        if (page.Body is { } body)
            Append(text, body);
        return (Tidy(text.ToString()), (page.QuerySelector("link[rel=canonical]") as IHtmlLinkElement)?.GetAttribute("href"));
    }

    private static void RefuseDeepNesting(string html, string file)
    {
        var (depth, names) = (0, Unclosed.GetAlternateLookup<ReadOnlySpan<char>>());
        for (var at = html.IndexOf('<', StringComparison.Ordinal); at >= 0 && at + 1 < html.Length; at = html.IndexOf('<', at + 1))
        {
            if (html[at + 1] == '/')
                depth = Math.Max(0, depth - 1);
            if (!char.IsAsciiLetter(html[at + 1]))
                continue;
            var end = at + 1;
            while (end < html.Length && char.IsAsciiLetterOrDigit(html[end]))
                end++;
            if (!names.Contains(html.AsSpan(at + 1, end - at - 1)) && ++depth > DeepestNesting)
                throw new BadInputException(
                    string.Create(
                        CultureInfo.InvariantCulture,
                        $"{file}: its tags are nested deeper than {DeepestNesting}: nothing was imported; repair or remove the file"
                    )
                );
        }
    }

    // With a stack of its own: a page may nest deeper than the program's stack is.
    private static void Append(StringBuilder text, INode root)
    {
        var open = new Stack<(INode Node, bool IsEnd)>([(root, false)]);
        while (open.TryPop(out var step))
        {
            if (step.Node is IText words)
            {
                AppendCollapsed(text, words.Data);
                continue;
            }
            if (step.Node is not IElement element || Left.Contains(element.LocalName))
                continue;
            if (Blocks.Contains(element.LocalName))
                text.Append('\n');
            else if (element.LocalName is "td" or "th")
                text.Append(step.IsEnd ? "" : " | ");
            if (step.IsEnd)
                continue;
            open.Push((element, true));
            for (var child = element.LastChild; child is not null; child = child.PreviousSibling)
                open.Push((child, false));
        }
    }

    private static void AppendCollapsed(StringBuilder text, string words)
    {
        foreach (var c in words)
        {
            if (!char.IsWhiteSpace(c))
                text.Append(c);
            else if (text.Length > 0 && !char.IsWhiteSpace(text[^1]))
                text.Append(' ');
        }
    }

    private static string Tidy(string text) =>
        string.Join('\n', text.Split('\n').Select(line => line.Trim().TrimStart('|').Trim()).Where(line => line.Length > 0));
}
