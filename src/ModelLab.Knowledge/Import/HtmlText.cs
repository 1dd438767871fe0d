using System.Net;
using System.Text;

namespace ModelLab.Knowledge.Import;

/// <summary>
/// The readable text of an HTML page: blocks on lines of their own, table cells apart, nothing of scripts, styles and navigation. Read tag
/// by tag, without a tree: in time and memory proportional to the page, whatever its shape.
/// </summary>
internal sealed class HtmlText
{
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

    // Their content is text up to their own end tag.
    private static readonly HashSet<string> Raw = new(
        ["script", "style", "iframe", "noembed", "noframes", "xmp", "title", "textarea"],
        StringComparer.OrdinalIgnoreCase
    );

    private static readonly HashSet<string> InHead = new(
        ["head", "html", "title", "meta", "link", "base", "style", "script", "noscript", "template"],
        StringComparer.OrdinalIgnoreCase
    );

    private readonly string _html;
    private readonly StringBuilder _text = new();
    private readonly StringBuilder _heading = new();

    // Elements that are open, innermost last, and how many there are of each name: an end tag closes what is open within its element.
    private readonly Stack<string> _open = new();
    private readonly Dictionary<string, int> _openByName = new(StringComparer.OrdinalIgnoreCase);
    private int _left;
    private bool _headingRead;
    private string? _title;
    private string? _address;

    private HtmlText(string html) => _html = html;

    /// <summary>A page's text, its title first, and the address it says it has (<c>link rel=canonical</c>), or null.</summary>
    public static (string Text, string? Address) Of(string html)
    {
        var page = new HtmlText(html);
        page.Read();
        var title = page._title ?? "";
        var heading = page._heading.ToString().Trim();
        return (Tidy((title.Length > 0 && heading != title ? title + "\n" : "") + page._text), page._address);
    }

    private void Read()
    {
        var at = 0;
        while (at < _html.Length)
        {
            var tag = NextTag(at);
            if (tag > at)
                Text(_html.AsSpan(at, tag - at));
            if (tag == _html.Length)
                return;
            at = _html[tag + 1] switch
            {
                '!' when _html.AsSpan(tag).StartsWith("<!--") => After("-->", tag + 4),
                '!' or '?' => After(">", tag),
                '/' when !char.IsAsciiLetter(_html[tag + 2]) => After(">", tag),
                '/' => End(tag + 2),
                _ => Start(tag + 1),
            };
        }
    }

    // "<" begins a tag before a letter, and a comment before "!" and "?"; elsewhere it is text.
    private int NextTag(int from)
    {
        for (var at = from; (at = _html.IndexOf('<', at)) >= 0; at++)
        {
            if (at + 1 == _html.Length)
                break;
            if (char.IsAsciiLetter(_html[at + 1]) || _html[at + 1] is '!' or '?' || (_html[at + 1] == '/' && at + 2 < _html.Length))
                return at;
        }
        return _html.Length;
    }

    private int After(string end, int from) =>
        _html.IndexOf(end, Math.Min(from, _html.Length), StringComparison.Ordinal) is var at and >= 0 ? at + end.Length : _html.Length;

    private int Start(int at)
    {
        var name = Name(at);
        var end = Attributes(at + name.Length, name == "link", out var isSelfClosed);
        if (_open.TryPeek(out var innermost) && innermost == "head" && !InHead.Contains(name))
            Close("head");
        if (_left == 0)
            Boundary(name, isEnd: false);
        if (Raw.Contains(name))
            return RawText(name, end);
        var isForeign = isSelfClosed && (name == "svg" || _openByName.GetValueOrDefault("svg") > 0);
        if (Unclosed.Contains(name) || isForeign)
            return end;
        if (name == "h1" && _left == 0)
            _headingRead |= _heading.Length > 0;
        _open.Push(name);
        _openByName[name] = _openByName.GetValueOrDefault(name) + 1;
        if (Left.Contains(name))
            _left++;
        return end;
    }

    private int End(int at)
    {
        var name = Name(at);
        Close(name);
        if (_left == 0)
            Boundary(name, isEnd: true);
        return Attributes(at + name.Length, isAddress: false, out _);
    }

    private void Close(string name)
    {
        if (_openByName.GetValueOrDefault(name) == 0)
            return;
        string closed;
        do
        {
            closed = _open.Pop();
            _openByName[closed]--;
            if (Left.Contains(closed))
                _left--;
        } while (closed != name);
    }

    private void Boundary(string name, bool isEnd)
    {
        if (Blocks.Contains(name))
            _text.Append('\n');
        else if (!isEnd && name is "td" or "th")
            _text.Append(" | ");
    }

    // A title in the head is the page's; one in a picture is not.
    private int RawText(string name, int from)
    {
        var end = from;
        while ((end = _html.IndexOf("</", end, StringComparison.Ordinal)) >= 0 && !IsEndTag(end + 2, name))
            end += 2;
        var content = _html.AsSpan(from, (end < 0 ? _html.Length : end) - from);
        if (name == "title" && _title is null && _left == _openByName.GetValueOrDefault("head"))
            _title = string.Join(
                ' ',
                WebUtility.HtmlDecode(content.ToString()).Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)
            );
        else if (name is "textarea" or "xmp" && _left == 0)
            AppendCollapsed(_text, WebUtility.HtmlDecode(content.ToString()));
        return end < 0 ? _html.Length : After(">", end);
    }

    private bool IsEndTag(int at, string name) =>
        _html.AsSpan(at).StartsWith(name, StringComparison.OrdinalIgnoreCase)
        && (at + name.Length == _html.Length || !char.IsAsciiLetterOrDigit(_html[at + name.Length]));

    private string Name(int at)
    {
        var end = at;
        while (end < _html.Length && !char.IsWhiteSpace(_html[end]) && _html[end] is not ('/' or '>'))
            end++;
        return _html[at..end].ToLowerInvariant();
    }

    // Skips attributes, whose quotes may hold ">", and notes the address of a canonical link.
    private int Attributes(int at, bool isAddress, out bool isSelfClosed)
    {
        var (isCanonical, address) = (false, (string?)null);
        isSelfClosed = false;
        while (at < _html.Length && _html[at] != '>')
        {
            isSelfClosed = _html[at] == '/';
            if (_html[at] == '/' || char.IsWhiteSpace(_html[at]))
            {
                at++;
                continue;
            }
            var nameStart = at++;
            while (at < _html.Length && !char.IsWhiteSpace(_html[at]) && _html[at] is not ('=' or '>' or '/'))
                at++;
            var name = _html.AsSpan(nameStart, at - nameStart);
            var next = at;
            while (next < _html.Length && char.IsWhiteSpace(_html[next]))
                next++;
            if (next == _html.Length || _html[next] != '=')
            {
                at = next;
                continue;
            }
            var value = Value(next + 1, out at);
            if (!isAddress)
                continue;
            isCanonical |=
                name.Equals("rel", StringComparison.OrdinalIgnoreCase)
                && value.Trim().Equals("canonical", StringComparison.OrdinalIgnoreCase);
            if (name.Equals("href", StringComparison.OrdinalIgnoreCase))
                address ??= WebUtility.HtmlDecode(value.ToString());
        }
        if (isCanonical)
            _address ??= address;
        return Math.Min(at + 1, _html.Length);
    }

    private ReadOnlySpan<char> Value(int at, out int after)
    {
        while (at < _html.Length && char.IsWhiteSpace(_html[at]))
            at++;
        if (at < _html.Length && _html[at] is '"' or '\'')
        {
            var end = _html.IndexOf(_html[at], at + 1);
            after = end < 0 ? _html.Length : end + 1;
            return _html.AsSpan(at + 1, (end < 0 ? _html.Length : end) - at - 1);
        }
        after = at;
        while (after < _html.Length && !char.IsWhiteSpace(_html[after]) && _html[after] != '>')
            after++;
        return _html.AsSpan(at, after - at);
    }

    private void Text(ReadOnlySpan<char> words)
    {
        if (_left > 0 && _open.TryPeek(out var innermost) && innermost == "head" && !words.IsWhiteSpace())
            Close("head");
        if (_left > 0)
            return;
        var text = words.Contains('&') ? WebUtility.HtmlDecode(words.ToString()) : words.ToString();
        AppendCollapsed(_text, text);
        if (!_headingRead && _openByName.GetValueOrDefault("h1") > 0)
            _heading.Append(text);
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
