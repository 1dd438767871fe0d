using System.Collections.Concurrent;
using System.Net;
using System.Security.Cryptography.X509Certificates;
using ModelLab.Core;
using ModelLab.Llm.Configuration;

namespace ModelLab.Llm.Protocol;

/// <summary>The connection pools of all endpoints, one for each that wants something of its own of a connection.</summary>
public sealed class EndpointConnections : IDisposable
{
    private readonly ConcurrentDictionary<Wants, Lazy<HttpMessageInvoker>> _pools = new();

    /// <summary>The pool for such connections. It does not time out by itself, and follows no redirect: a key goes to no other address.</summary>
    /// <exception cref="BadInputException">A file of certificates, or the proxy, is not what it should be.</exception>
    public HttpMessageInvoker Of(EndpointConnection connection) =>
        _pools
            .GetOrAdd(
                new Wants(
                    connection.CaFile,
                    connection.ClientCertificateFile,
                    connection.ClientCertificatePassword?.Reveal(),
                    connection.Proxy
                ),
                wants => new Lazy<HttpMessageInvoker>(() => new HttpMessageInvoker(HandlerOf(wants)))
            )
            .Value;

    /// <inheritdoc />
    public void Dispose()
    {
        foreach (var pool in _pools.Values.Where(p => p.IsValueCreated))
            pool.Value.Dispose();
    }

    private static SocketsHttpHandler HandlerOf(Wants wants)
    {
        var handler = new SocketsHttpHandler
        {
            PooledConnectionLifetime = TimeSpan.FromMinutes(5),
            AllowAutoRedirect = false,
            AutomaticDecompression = DecompressionMethods.All, // some servers and proxies compress unasked
            ActivityHeadersPropagator = null, // whose trace a call belongs to is no provider's business
        };
        var roots = wants.CaFile is { } ca ? CertificateFiles.Roots(ca) : [];
        handler.SslOptions.RemoteCertificateValidationCallback = new TrustedRoots(roots).IsTrusted;
        if (wants.ClientCertificate is { } file)
            handler.SslOptions.ClientCertificateContext = CertificateFiles.Client(file, wants.Password);
        if (wants.Proxy is { } proxy)
            handler.Proxy = ProxyOf(proxy);
        return handler;
    }

    private static WebProxy ProxyOf(Uri url)
    {
        if (!url.IsAbsoluteUri || url.Scheme is not ("http" or "https" or "socks4" or "socks4a" or "socks5"))
            throw new BadInputException($"proxy: '{Shown(url)}' is no proxy's address: give one like http://host:3128");
        var user = url.UserInfo.Split(':', 2);
        return new WebProxy(new UriBuilder(url) { UserName = "", Password = "" }.Uri)
        {
            Credentials =
                user[0].Length == 0 ? null : new NetworkCredential(Uri.UnescapeDataString(user[0]), Uri.UnescapeDataString(user.Last())),
        };
    }

    private static string Shown(Uri url) =>
        url.IsAbsoluteUri ? url.GetComponents(UriComponents.SchemeAndServer, UriFormat.UriEscaped) : "a path";

    private sealed record Wants(string? CaFile, string? ClientCertificate, string? Password, Uri? Proxy);
}
