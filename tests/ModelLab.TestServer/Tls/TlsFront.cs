using System.Collections.Concurrent;
using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;

namespace ModelLab.Testing;

/// <summary>Speaks TLS at a port of its own on 127.0.0.1 and hands what comes on to a server.</summary>
public sealed class TlsFront : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stop = new();
    private readonly ConcurrentQueue<string> _clients = new();
    private readonly Uri _behind;
    private readonly SslServerAuthenticationOptions _options;
    private readonly Task _accepting;

    private TlsFront(Uri behind, SslStreamCertificateContext certificate, bool wantsCertificate)
    {
        _behind = behind;
        _options = new SslServerAuthenticationOptions
        {
            ServerCertificateContext = certificate,
            ClientCertificateRequired = wantsCertificate,
            RemoteCertificateValidationCallback = (_, client, _, _) => !wantsCertificate || client is not null,
        };
        _listener.Start();
        _accepting = AcceptAsync();
    }

    /// <summary>Begins to listen.</summary>
    /// <param name="behind">The server behind it, by http.</param>
    /// <param name="certificate">The certificate that it shows, with its key.</param>
    /// <param name="issuers">Those between it and a root, sent with it.</param>
    /// <param name="wantsCertificate">Whether a client must show a certificate too, whichever.</param>
    public static TlsFront Start(
        Uri behind,
        X509Certificate2 certificate,
        X509Certificate2Collection? issuers = null,
        bool wantsCertificate = false
    ) => new(behind, SslStreamCertificateContext.Create(certificate, issuers, offline: true), wantsCertificate);

    /// <summary>The address by https, <c>https://127.0.0.1:PORT</c>.</summary>
    public Uri Root => new($"https://{_listener.LocalEndpoint}");

    /// <summary>Whom the certificates that clients showed are of.</summary>
    public IReadOnlyList<string> Clients => [.. _clients];

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync().ConfigureAwait(false);
        _listener.Dispose();
        await _accepting.ConfigureAwait(false);
        _stop.Dispose();
    }

    private async Task AcceptAsync()
    {
        var served = new List<Task>();
        try
        {
            while (true)
                served.Add(ServeAsync(await _listener.AcceptTcpClientAsync(_stop.Token).ConfigureAwait(false)));
        }
        catch (Exception e) when (e is OperationCanceledException or SocketException or ObjectDisposedException) { }
        await Task.WhenAll(served).ConfigureAwait(false);
    }

    private async Task ServeAsync(TcpClient client)
    {
        try
        {
            using var front = client;
            var tls = new SslStream(front.GetStream());
            await using (tls.ConfigureAwait(false))
            {
                await tls.AuthenticateAsServerAsync(_options, _stop.Token).ConfigureAwait(false);
                if (tls.RemoteCertificate is { } shown)
                    _clients.Enqueue(shown.Subject);
                using var back = new TcpClient();
                await back.ConnectAsync(IPAddress.Loopback, _behind.Port, _stop.Token).ConfigureAwait(false);
                var plain = back.GetStream();
                await Task.WhenAny(tls.CopyToAsync(plain, _stop.Token), plain.CopyToAsync(tls, _stop.Token)).ConfigureAwait(false);
            }
        }
        catch (Exception e) when (e is IOException or AuthenticationException or OperationCanceledException or SocketException)
        {
            // A client that does not trust the certificate leaves in the middle.
        }
    }
}
