using System.Net;
using System.Net.Sockets;
using System.Text;
using ModelLab.Testing.Support;
using Xunit;

namespace ModelLab.Cli.Tests.Calls;

[OneCulture]
public sealed class TelemetryTests : SweepLab
{
    [Fact]
    public async Task Traces_and_metrics_reach_a_collector_under_the_conventions_names_and_without_the_key()
    {
        const string key = "sk-live-Zq8/Xw3+Lm5=Tr7Yu1";
        using var collector = new Collector();
        Variables["PROVIDER_LAB_API_KEY"] = key;
        Variables["OTEL_EXPORTER_OTLP_ENDPOINT"] = collector.Url;
        Variables["OTEL_EXPORTER_OTLP_PROTOCOL"] = "http/protobuf";

        using (var process = Start(Sweep(3, "lab:g1", "lab:j1")))
            (await EndAsync(process)).Expect(0);

        // Protocol buffers keep strings as they are.
        var (traces, metrics) = (collector.Body("/v1/traces"), collector.Body("/v1/metrics"));
        foreach (
            var name in new[]
            {
                "modellab",
                "chat g1",
                "chat j1",
                "gen_ai.operation.name",
                "gen_ai.request.model",
                "gen_ai.response.model",
                "gen_ai.usage.input_tokens",
                "gen_ai.usage.output_tokens",
            }
        )
            Assert.Contains(name, traces, StringComparison.Ordinal);
        foreach (var name in new[] { "gen_ai.client.operation.duration", "gen_ai.client.token.usage" })
            Assert.Contains(name, metrics, StringComparison.Ordinal);
        Assert.DoesNotContain(key[..12], traces + metrics, StringComparison.Ordinal);
        // What was asked is nobody's business outside.
        Assert.DoesNotContain("Справка", traces + metrics, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_collector_that_is_not_there_changes_nothing()
    {
        using (var collector = new Collector())
            Variables["OTEL_EXPORTER_OTLP_ENDPOINT"] = collector.Url;
        Variables["OTEL_EXPORTER_OTLP_PROTOCOL"] = "http/protobuf";
        Variables["OTEL_EXPORTER_OTLP_TIMEOUT"] = "500";

        using var process = Start(Sweep(2));
        (await EndAsync(process)).Expect(0);
    }

    /// <summary>Takes HTTP requests and remembers their bodies.</summary>
    private sealed class Collector : IDisposable
    {
        private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
        private readonly List<(string Path, string Body)> _requests = [];

        public Collector()
        {
            _listener.Start();
            _ = AcceptAsync();
        }

        public string Url => $"http://127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}";

        public string Body(string path)
        {
            lock (_requests)
                return string.Concat(_requests.Where(r => r.Path == path).Select(r => r.Body));
        }

        public void Dispose() => _listener.Dispose();

        private async Task AcceptAsync()
        {
            try
            {
                while (true)
                    _ = ServeAsync(await _listener.AcceptTcpClientAsync());
            }
            catch (Exception e) when (e is SocketException or ObjectDisposedException) { } // the test is over
        }

        private async Task ServeAsync(TcpClient client)
        {
            using var _ = client;
            var stream = client.GetStream();
            var line = new List<byte>();
            var one = new byte[1];
            var (path, length) = ("", 0);
            while (await stream.ReadAsync(one) == 1)
            {
                if (one[0] != '\n')
                {
                    line.Add(one[0]);
                    continue;
                }
                var text = Encoding.ASCII.GetString([.. line]).TrimEnd('\r');
                line.Clear();
                if (text.StartsWith("POST ", StringComparison.Ordinal))
                    path = text.Split(' ')[1];
                else if (text.StartsWith("Content-Length:", StringComparison.OrdinalIgnoreCase))
                    length = int.Parse(text.AsSpan(15), System.Globalization.CultureInfo.InvariantCulture);
                if (text.Length > 0)
                    continue;
                var body = new byte[length];
                await stream.ReadExactlyAsync(body);
                lock (_requests)
                    _requests.Add((path, Encoding.UTF8.GetString(body)));
                await stream.WriteAsync("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n"u8.ToArray());
            }
        }
    }
}
