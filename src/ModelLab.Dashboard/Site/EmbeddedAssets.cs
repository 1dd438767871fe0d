using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Http;

namespace ModelLab.Dashboard.Site;

/// <summary>
/// Style sheets, scripts and fonts, held in memory. Their addresses hold a hash over all of them: what an address gives never changes, so
/// browsers keep it for good,
/// and scripts import each other by relative addresses.
/// </summary>
public sealed class EmbeddedAssets
{
    private const string Root = "assets/";
    private readonly Dictionary<string, (byte[] Content, string Type)> _files;

    private EmbeddedAssets(Dictionary<string, (byte[], string)> files)
    {
        _files = files;
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var (name, (content, _)) in files.OrderBy(f => f.Key, StringComparer.Ordinal))
        {
            hash.AppendData(Encoding.UTF8.GetBytes(name));
            hash.AppendData(content);
        }
        Version = Convert.ToHexStringLower(hash.GetHashAndReset())[..16];
    }

    /// <summary>The first 16 hex digits of the SHA-256 over all names and contents.</summary>
    public string Version { get; }

    /// <summary>The names, e.g. <c>css/20-layout.css</c>.</summary>
    public IEnumerable<string> Names => _files.Keys.Order(StringComparer.Ordinal);

    /// <summary>Reads the assets from the assembly; style sheets are joined into <c>site.css</c> in the order of their names.</summary>
    public static EmbeddedAssets Load()
    {
        var assembly = typeof(EmbeddedAssets).Assembly;
        var files = new Dictionary<string, (byte[] Content, string Type)>(StringComparer.Ordinal);
        foreach (var resource in assembly.GetManifestResourceNames().Where(n => n.StartsWith(Root, StringComparison.Ordinal)))
        {
            using var stream = assembly.GetManifestResourceStream(resource)!;
            var content = new byte[stream.Length];
            stream.ReadExactly(content);
            var name = resource[Root.Length..].Replace('\\', '/');
            files[name] = (content, TypeOf(name));
        }
        var styles = files
            .Where(f => f.Key.StartsWith("css/", StringComparison.Ordinal))
            .OrderBy(f => f.Key, StringComparer.Ordinal)
            .SelectMany(f => (byte[])[.. f.Value.Content, (byte)'\n'])
            .ToArray();
        files["site.css"] = (styles, TypeOf("site.css"));
        return new EmbeddedAssets(files);
    }

    /// <summary>The address of an asset.</summary>
    /// <exception cref="KeyNotFoundException">There is no such asset.</exception>
    public string Address(string name) =>
        _files.ContainsKey(name) ? $"/assets/{Version}/{name}" : throw new KeyNotFoundException($"no asset is called {name}");

    /// <summary>An asset's text.</summary>
    public string Text(string name) => Encoding.UTF8.GetString(_files[name].Content);

    /// <summary>An asset's bytes, or null where there is none.</summary>
    public byte[]? Find(string name) => _files.TryGetValue(name, out var file) ? file.Content : null;

    /// <summary>Answers a request for an asset; an address of another version is not found.</summary>
    public IResult Serve(string version, string name, HttpContext context)
    {
        if (version != Version || !_files.TryGetValue(name, out var file))
            return Results.NotFound();
        context.Response.Headers.CacheControl = "public, max-age=31536000, immutable";
        return Results.Bytes(file.Content, file.Type, entityTag: new Microsoft.Net.Http.Headers.EntityTagHeaderValue($"\"{Version}\""));
    }

    private static string TypeOf(string name) =>
        Path.GetExtension(name) switch
        {
            ".css" => "text/css; charset=utf-8",
            ".js" or ".mjs" => "text/javascript; charset=utf-8",
            ".svg" => "image/svg+xml",
            ".woff2" => "font/woff2",
            ".json" => "application/json",
            _ => "text/plain; charset=utf-8",
        };
}
