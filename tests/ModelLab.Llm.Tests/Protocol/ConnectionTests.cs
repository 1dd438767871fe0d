using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using ModelLab.Core;
using ModelLab.Core.Roles;
using ModelLab.Llm.Calls;
using ModelLab.Llm.Configuration;
using ModelLab.Llm.Protocol;
using ModelLab.Testing;
using ModelLab.Testing.Support;
using Xunit;

namespace ModelLab.Llm.Tests.Protocol;

public sealed class ConnectionTests : CallTest, IDisposable
{
    private readonly EndpointConnections _connections = new();
    private readonly TempFolder _folder = new();

    public void Dispose()
    {
        _connections.Dispose();
        _folder.Dispose();
    }

    [Theory]
    [InlineData("root.pem")]
    [InlineData("root.cer")] // DER
    [InlineData("bundle.pem")]
    public async Task A_root_of_a_file_is_trusted(string file)
    {
        using var root = TestCertificates.Root();
        using var between = TestCertificates.Authority("Between", root);
        using var leaf = TestCertificates.Leaf("Server", between);
        using var other = TestCertificates.Root("Another");
        await using var tls = TlsFront.Start(Server.Root, leaf, [between]);
        var path = _folder[file];
        if (file.EndsWith(".cer", StringComparison.Ordinal))
            await File.WriteAllBytesAsync(path, root.RawData, Stop);
        else
            await File.WriteAllTextAsync(
                path,
                file == "root.pem"
                    ? root.ExportCertificatePem()
                    : "# two\n" + other.ExportCertificatePem() + "\n" + root.ExportCertificatePem(),
                Stop
            );

        Assert.Equal("Да.", (await AskAsync(tls.Root, new() { CaFile = path })).Text);
    }

    [Fact]
    public async Task Whom_nobody_vouches_for_is_told_with_the_way_out()
    {
        using var root = TestCertificates.Root();
        using var other = TestCertificates.Root("Another");
        using var leaf = TestCertificates.Leaf("Server", root);
        await using var tls = TlsFront.Start(Server.Root, leaf);
        var path = _folder["other.pem"];
        await File.WriteAllTextAsync(path, other.ExportCertificatePem(), Stop);

        foreach (
            var connection in new EndpointConnection[]
            {
                new(),
                new() { CaFile = path },
            }
        )
        {
            var result = await AskAsync(tls.Root, connection);
            Assert.Equal((CallErrorClass.Connection, true), (result.ErrorClass, result.NeverArrived));
            Assert.Equal(
                "the server's certificate (CN=ModelLab Test Root CA) is signed by nobody whom this machine trusts: name its root's file by "
                    + "ca_file (GigaChat: the Russian Trusted Root CA)",
                result.Error
            );
        }
        Assert.Equal(0, Server.RequestCount); // and no key was shown
    }

    [Theory]
    [InlineData("elsewhere.example", false, "the server's certificate is for another name (CN=Server)")]
    [InlineData(null, true, "the server's certificate is out of date, or this machine's clock is wrong")]
    public async Task A_root_vouches_for_no_other_name_and_no_old_certificate(string? host, bool expired, string error)
    {
        using var root = TestCertificates.Root();
        using var leaf = TestCertificates.Leaf("Server", root, host, expired);
        await using var tls = TlsFront.Start(Server.Root, leaf);
        var path = _folder["root.pem"];
        await File.WriteAllTextAsync(path, root.ExportCertificatePem(), Stop);

        var result = await AskAsync(tls.Root, new() { CaFile = path });

        Assert.Equal(CallErrorClass.Connection, result.ErrorClass);
        Assert.Equal(error, result.Error);
    }

    [Fact]
    public async Task A_token_is_bought_over_the_same_connection()
    {
        using var root = TestCertificates.Root();
        using var leaf = TestCertificates.Leaf("Server", root);
        await using var tls = TlsFront.Start(Server.Root, leaf);
        var path = _folder["root.pem"];
        await File.WriteAllTextAsync(path, root.ExportCertificatePem(), Stop);
        Server.Model("m").Tokens = Server.Tokens;
        var giga = new EndpointConnection { Auth = EndpointAuth.GigaChatOAuth, TokenUrl = new Uri(tls.Root, "/oauth") };

        var untrusted = await AskAsync(tls.Root, giga);
        Assert.StartsWith("no token for PROVIDER_LAB_API_KEY from ", untrusted.Error, StringComparison.Ordinal);
        Assert.Contains("ca_file", untrusted.Error, StringComparison.Ordinal);

        Assert.Equal("Да.", (await AskAsync(tls.Root, giga with { CaFile = path })).Text);
        Assert.Single(Server.Tokens.Requests);
    }

    [Theory]
    [InlineData("client.pem", null)]
    [InlineData("locked.pem", "pass-word")]
    [InlineData("client.p12", null)]
    [InlineData("locked.p12", "pass-word")]
    public async Task A_clients_certificate_is_shown(string file, string? password)
    {
        using var root = TestCertificates.Root();
        using var leaf = TestCertificates.Leaf("Server", root);
        using var client = TestCertificates.Leaf("Help desk", root);
        await using var tls = TlsFront.Start(Server.Root, leaf, wantsCertificate: true);
        var (ca, path) = (_folder["root.pem"], _folder[file]);
        await File.WriteAllTextAsync(ca, root.ExportCertificatePem(), Stop);
        await WriteClientAsync(client, path, password);

        var result = await AskAsync(
            tls.Root,
            new()
            {
                CaFile = ca,
                ClientCertificateFile = path,
                ClientCertificatePassword = password is null ? null : new Secret(password),
            }
        );

        Assert.Equal("Да.", result.Text);
        Assert.Equal(["CN=Help desk"], tls.Clients);
        Assert.Equal(CallErrorClass.Connection, (await AskAsync(tls.Root, new() { CaFile = ca })).ErrorClass);
    }

    [Fact]
    public async Task Files_that_are_not_what_they_should_be_are_told_before_anything_is_sent()
    {
        using var root = TestCertificates.Root();
        using var client = TestCertificates.Leaf("Help desk", root);
        var (missing, text, empty, alone, locked) = (
            _folder["missing.pem"],
            _folder["text.pem"],
            _folder["empty.pem"],
            _folder["alone.pem"],
            _folder["locked.p12"]
        );
        await File.WriteAllTextAsync(text, "-----BEGIN CERTIFICATE-----\nno\n-----END CERTIFICATE-----", Stop);
        await File.WriteAllTextAsync(empty, "", Stop);
        await File.WriteAllTextAsync(alone, client.ExportCertificatePem(), Stop);
        await WriteClientAsync(client, locked, "pass-word");
        const string NoRoot = "holds no certificate: name a PEM file with the root's certificate";
        const string NoClient = "holds no certificate with its private key, or its password is another";

        await RefusedAsync(new() { CaFile = missing }, $"ca_file: {missing}: there is no such file");
        await RefusedAsync(new() { CaFile = _folder.Path }, "ca_file: ");
        await RefusedAsync(new() { CaFile = text }, $"ca_file: {text} {NoRoot}");
        await RefusedAsync(new() { CaFile = empty }, $"ca_file: {empty} {NoRoot}");
        await RefusedAsync(new() { ClientCertificateFile = missing }, $"client_certificate: {missing}: there is no such file");
        await RefusedAsync(new() { ClientCertificateFile = text }, $"client_certificate: {text} {NoClient}");
        await RefusedAsync(new() { ClientCertificateFile = empty }, $"client_certificate: {empty} {NoClient}");
        await RefusedAsync(new() { ClientCertificateFile = alone }, $"client_certificate: {alone} {NoClient}");
        await RefusedAsync(new() { ClientCertificateFile = locked }, $"client_certificate: {locked} {NoClient}");
        await RefusedAsync(
            new() { ClientCertificateFile = locked, ClientCertificatePassword = new Secret("pass-w0rd") },
            $"client_certificate: {locked} {NoClient}"
        );
        await RefusedAsync(new() { Proxy = new Uri("ftp://user:hidden-pass@proxy.example:21") }, "proxy: 'ftp://proxy.example'");
        Assert.Equal(0, Server.RequestCount);

        async Task RefusedAsync(EndpointConnection connection, string message)
        {
            var refused = await Assert.ThrowsAsync<BadInputException>(() => AskAsync(Server.Root, connection));
            Assert.StartsWith(message, refused.Message, StringComparison.Ordinal);
            Assert.DoesNotContain("pass-w", refused.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task A_proxy_of_its_own_is_gone_through()
    {
        // The server takes requests for any host, as a proxy does.
        var result = await AskAsync(new Uri("http://provider.invalid"), new() { Proxy = Server.Root });
        Assert.Equal("Да.", result.Text);
        Assert.Equal("provider.invalid", Server.Requests.Single().Headers["Host"]);

        // Of two providers one has a proxy; the other goes straight.
        Assert.Equal("Да.", (await AskAsync(Server.Root, new())).Text);
        Assert.Equal(CallErrorClass.Connection, (await AskAsync(Server.Root, new() { Proxy = new Uri("http://127.0.0.1:9") })).ErrorClass);
    }

    [Fact]
    public async Task A_proxys_user_and_password_are_those_of_its_address()
    {
        using var proxy = new TcpListener(IPAddress.Loopback, 0);
        proxy.Start();
        var serving = ChallengeAsync(proxy);
        var url = new Uri($"http://us%40er:p%3Aw@{proxy.LocalEndpoint}");

        await AskAsync(new Uri("http://provider.invalid"), new() { Proxy = url });

        Assert.Equal(Convert.ToBase64String(Encoding.ASCII.GetBytes("us@er:p:w")), await serving);

        static async Task<string> ChallengeAsync(TcpListener listener)
        {
            while (true)
            {
                using var client = await listener.AcceptTcpClientAsync(Stop);
                var stream = client.GetStream();
                var buffer = new byte[8192];
                var head = "";
                while (!head.Contains("\r\n\r\n", StringComparison.Ordinal))
                    head += Encoding.ASCII.GetString(buffer, 0, await stream.ReadAsync(buffer, Stop));
                const string Header = "Proxy-Authorization: Basic ";
                var at = head.IndexOf(Header, StringComparison.Ordinal);
                var status = at < 0 ? "407 Who?\r\nProxy-Authenticate: Basic realm=\"x\"" : "502 Enough";
                await stream.WriteAsync(
                    Encoding.ASCII.GetBytes($"HTTP/1.1 {status}\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"),
                    Stop
                );
                if (at >= 0)
                    return head[(at + Header.Length)..].Split('\r')[0];
            }
        }
    }

    [Theory]
    [InlineData(EndpointAuth.Bearer, "Authorization", "Bearer ")]
    [InlineData(EndpointAuth.ApiKey, "api-key", "")]
    [InlineData(EndpointAuth.XApiKey, "x-api-key", "")]
    [InlineData(EndpointAuth.None, null, "")]
    public async Task A_key_is_shown_in_one_place(EndpointAuth auth, string? header, string before)
    {
        await AskAsync(Server.Root, new() { Auth = auth });
        var headers = Server.Requests.Single().Headers;
        Assert.Equal(
            header is null ? [] : [$"{header}: {before}{Key}"],
            headers.Where(h => h.Value.Contains(Key, StringComparison.Ordinal)).Select(h => $"{h.Key}: {h.Value}"),
            StringComparer.OrdinalIgnoreCase
        );
    }

    [Fact]
    public async Task Headers_and_the_query_of_the_base_url_come_with_every_request_and_are_not_kept_where_they_are_echoed()
    {
        const string Organization = "org-7f3a9c2e5b1d4860";
        Server.Model("m").Reply = r => Scripted.Text($"Привет, {r.Headers["X-Organization"]}!");
        var endpoint = Endpoint() with
        {
            BaseUrl = new Uri(Server.BaseUrl + "?api-version=2025-01"),
            Connection = new()
            {
                Headers = new Dictionary<string, Secret>
                {
                    ["X-Organization"] = new(Organization),
                    ["User-Agent"] = new("desk/2"),
                    ["Content-Type"] = new("application/json; charset=utf-8"),
                },
            },
        };

        var result = await CallerOf().CallAsync(Call() with { Endpoint = endpoint }, Stop);

        Assert.Equal("Привет, ***!", result.Text);
        var request = Server.Requests.Single();
        Assert.Equal(
            (Organization, "desk/2", "application/json; charset=utf-8"),
            (request.Headers["X-Organization"], request.Headers["User-Agent"], request.Headers["Content-Type"])
        );

        Server.Model("m").Reply = r => Scripted.Status(400, $"unknown organization {r.Headers["X-Organization"][..12]}");
        var error = await CallerOf().CallAsync(Call() with { Endpoint = endpoint }, Stop);
        Assert.Equal("HTTP 400: unknown organization ***", error.Error);
    }

    [Theory]
    [InlineData(301)]
    [InlineData(302)]
    [InlineData(307)]
    [InlineData(308)]
    public async Task No_key_follows_a_redirect_and_the_new_address_is_told(int status)
    {
        await using var elsewhere = await TestServer.StartAsync(Stop);
        var moved = new Uri(elsewhere.BaseUrl + "/chat/completions");
        Server.Model("m").Reply = _ =>
            Scripted.Status(status, "", headers: new Dictionary<string, string> { ["Location"] = moved.ToString() });

        var result = await CallerOf().CallAsync(Call(), Stop);

        Assert.Equal(
            (CallErrorClass.NotFound, $"HTTP {status}: moved to {moved}: set the address to it"),
            (result.ErrorClass, result.Error)
        );
        Assert.Equal((1, 0), (Server.RequestCount, elsewhere.RequestCount));

        // Nor does what buys a token.
        elsewhere.Tokens.Instead = _ =>
            Scripted.Status(status, "", headers: new Dictionary<string, string> { ["Location"] = $"{Server.Root}oauth" });
        var token = await AskAsync(Server.Root, new() { Auth = EndpointAuth.GigaChatOAuth, TokenUrl = new Uri(elsewhere.Root, "/oauth") });
        Assert.Equal(CallErrorClass.NotFound, token.ErrorClass);
        Assert.Empty(Server.Tokens.Requests);
    }

    [Fact]
    public void Equal_wants_share_a_pool()
    {
        var proxy = new Uri("http://127.0.0.1:9");
        Assert.Same(_connections.Of(new()), _connections.Of(EndpointConnection.Default));
        Assert.Same(_connections.Of(new() { Auth = EndpointAuth.XApiKey }), _connections.Of(new()));
        Assert.Same(_connections.Of(new() { Proxy = proxy }), _connections.Of(new() { Proxy = new Uri("http://127.0.0.1:9") }));
        Assert.NotSame(_connections.Of(new() { Proxy = proxy }), _connections.Of(new()));
    }

    private AttemptCaller CallerOf() =>
        new(
            new ModelClients(_connections.Of, TimeProvider.System),
            Adaptations,
            new SecretScrubber([Key]),
            TimeProvider.System,
            TimeSpan.FromMinutes(1)
        );

    private Task<CallResult> AskAsync(Uri root, EndpointConnection connection)
    {
        Server.Model("m").Reply = _ => Scripted.Text("Да.");
        var endpoint = Endpoint() with { BaseUrl = new Uri(root, "/v1"), Connection = connection };
        return CallerOf().CallAsync(Call() with { Endpoint = endpoint }, Stop);
    }

    private static async Task WriteClientAsync(X509Certificate2 client, string path, string? password)
    {
        if (path.EndsWith(".p12", StringComparison.Ordinal))
        {
            await File.WriteAllBytesAsync(path, client.Export(X509ContentType.Pkcs12, password), Stop);
            return;
        }
        using var key = client.GetECDsaPrivateKey()!;
        var pem = password is null
            ? key.ExportPkcs8PrivateKeyPem()
            : key.ExportEncryptedPkcs8PrivateKeyPem(
                password,
                new PbeParameters(PbeEncryptionAlgorithm.Aes256Cbc, HashAlgorithmName.SHA256, 1000)
            );
        await File.WriteAllTextAsync(path, client.ExportCertificatePem() + "\n" + pem, Stop);
    }
}
