using System.Security.Cryptography;
using System.Text.Json;
using ModelLab.Dashboard.Hosting;
using ModelLab.Dashboard.Site;

namespace ModelLab.Dashboard.Tests.Hosting;

public sealed class VendoredTests
{
    // The name of a namespace, which nobody asks for.
    private const string SvgNamespace = "http://www.w3.org/2000/svg";

    [Fact]
    public void What_others_made_is_named_with_version_licence_and_hash()
    {
        var assets = EmbeddedAssets.Load();
        var manifest = JsonElement.Parse(assets.Text("vendored.json")).EnumerateArray().ToList();
        foreach (var entry in manifest)
        {
            Assert.All(new[] { "name", "version", "licence" }, field => Assert.NotEqual("", entry.GetProperty(field).GetString()));
            Assert.Equal(
                entry.GetProperty("sha256").GetString(),
                Convert.ToHexStringLower(SHA256.HashData(assets.Find(entry.GetProperty("file").GetString()!)!))
            );
        }
        var fonts = assets.Names.Where(n => n.EndsWith(".woff2", StringComparison.Ordinal));
        Assert.Equal(fonts, manifest.Select(e => e.GetProperty("file").GetString()!).Order(StringComparer.Ordinal));
    }

    // Style attributes and inline handlers would be blocked; addresses of other hosts must not be in assets.
    [Fact]
    public void No_asset_names_another_host()
    {
        var assets = EmbeddedAssets.Load();
        Assert.All(
            assets.Names.Where(n => n.EndsWith(".css", StringComparison.Ordinal) || n.EndsWith(".mjs", StringComparison.Ordinal)),
            name =>
                Assert.DoesNotContain(
                    "://",
                    assets.Text(name).Replace(SvgNamespace, "", StringComparison.Ordinal),
                    StringComparison.Ordinal
                )
        );
    }
}
