using System.Net;
using System.Net.Sockets;
using System.Text;
using ModelLab.Dashboard.Hosting;
using ModelLab.Records.Vocabulary;

namespace ModelLab.Dashboard.Tests.Support;

/// <summary>A dashboard over real HTTP on a free port, and a client that follows no redirect.</summary>
internal sealed class TestDashboard : IAsyncDisposable
{
    private readonly DashboardServer _server;

    private TestDashboard(DashboardServer server)
    {
        _server = server;
        Client = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false }) { BaseAddress = server.Address };
    }

    public HttpClient Client { get; }

    public Uri Address => _server.Address;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public static async Task<TestDashboard> StartAsync(
        string directory,
        string? token = null,
        string host = DashboardOptions.Loopback,
        Language? language = null
    ) =>
        new(
            await DashboardServer.StartAsync(
                new DashboardOptions
                {
                    OutputDirectory = directory,
                    Port = 0,
                    Token = token,
                    Host = host,
                    Language = language ?? Language.English,
                },
                TimeProvider.System,
                Stop
            )
        );

    public Task<HttpResponseMessage> SendAsync(
        HttpMethod method,
        string path,
        HttpContent? content = null,
        params (string Name, string Value)[] headers
    )
    {
        var request = new HttpRequestMessage(method, new Uri(Address, path)) { Content = content };
        foreach (var (name, value) in headers)
            request.Headers.TryAddWithoutValidation(name, value);
        return Client.SendAsync(request, Stop);
    }

    public Task<HttpResponseMessage> GetAsync(string path, params (string Name, string Value)[] headers) =>
        SendAsync(HttpMethod.Get, path, null, headers);

    public async Task<string> PageAsync(string path)
    {
        using var response = await GetAsync(path);
        Assert.True(response.IsSuccessStatusCode, $"{path}: {(int)response.StatusCode}");
        return await response.Content.ReadAsStringAsync(Stop);
    }

    /// <summary>Sends a path as it is typed, past every client that would tidy it up, and gives the whole answer.</summary>
    public async Task<string> RawAsync(string path)
    {
        using var socket = new TcpClient();
        await socket.ConnectAsync(IPAddress.Loopback, Address.Port, Stop);
        await using var stream = socket.GetStream();
        await stream.WriteAsync(
            Encoding.ASCII.GetBytes($"GET {path} HTTP/1.1\r\nHost: {Address.Authority}\r\nConnection: close\r\n\r\n"),
            Stop
        );
        using var reader = new StreamReader(stream);
        return await reader.ReadToEndAsync(Stop);
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await _server.DisposeAsync();
    }
}
