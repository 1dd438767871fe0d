using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;
using ModelLab.Dashboard.Hosting;
using ModelLab.Dashboard.Site;

namespace ModelLab.Dashboard.Reports;

/// <summary>The style sheet of the pages for a file that stands alone.</summary>
/// <param name="Text">The sheet, the fonts within it.</param>
/// <param name="ContentSecurityPolicy">What a browser may do with the file: apply this very sheet and the data in it. No script, no
/// request, no form.</param>
/// <param name="Icon">The icon as a <c>data:</c> address.</param>
internal sealed partial record ReportStyles(string Text, string ContentSecurityPolicy, string Icon)
{
    /// <summary>Makes it of the embedded assets.</summary>
    /// <exception cref="KeyNotFoundException">The sheet names a font that is not among them.</exception>
    public static ReportStyles Of(EmbeddedAssets assets)
    {
        // Browsers hash what the parser leaves of the text: line ends as line feeds.
        var text = FontAddress()
            .Replace(assets.Text("site.css"), match => $"url({Inline(assets, match.Groups[1].Value, "font/woff2")})")
            .ReplaceLineEndings("\n");
        var hash = Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(text)));
        return new(
            text,
            $"default-src 'none'; style-src 'sha256-{hash}'; font-src data:; img-src data:; base-uri 'none'; form-action 'none'",
            Inline(assets, "favicon.svg", "image/svg+xml")
        );
    }

    private static string Inline(EmbeddedAssets assets, string name, string type) =>
        $"data:{type};base64,{Convert.ToBase64String(assets.Find(name) ?? throw new KeyNotFoundException($"no asset is called {name}"))}";

    [GeneratedRegex(@"url\((fonts/[^)]+)\)")]
    private static partial Regex FontAddress();
}
