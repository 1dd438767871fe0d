using System.Net;
using System.Net.Sockets;
using System.Text.Json;
using Xunit;

namespace ModelLab.Cli.Tests.Calls;

/// <summary><c>doctor</c>, over real HTTP and a real folder.</summary>
public sealed class DoctorTests : SweepLab
{
    [Fact]
    public async Task What_is_configured_and_reached_is_ok_and_ends_with_0()
    {
        Variables["GENERATION_MODEL"] = "lab:g1";
        Variables["PROVIDER_LAB_API_KEY"] = "QWRTZPSDFGHJKLXCVBNM";
        var ended = (await DoctorAsync()).Expect(0);
        Assert.Matches(@"(?m)^ok       program: modellab .+, \.NET 10\.", ended.Output);
        Assert.Contains($"ok       folder: {Output} can be written", ended.Output, StringComparison.Ordinal);
        Assert.Matches(@"(?m)^(ok      |warning ) disk: [0-9.]+ GiB are free", ended.Output);
        Assert.Contains(
            $"ok       endpoint: {Server.BaseUrlFor("lab")} can be reached, PROVIDER_LAB_API_KEY set (lab:g1)",
            ended.Output,
            StringComparison.Ordinal
        );
        Assert.Matches(@"(?m)^ok       clock: \d+ s ", ended.Output);
        Assert.Contains("ok       embedder: builtin:lexical", ended.Output, StringComparison.Ordinal);
        Assert.Contains("ok       journal: none yet", ended.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("QWRTZP", ended.Output + ended.Error, StringComparison.Ordinal);
        Assert.False(Directory.Exists(Output)); // it looks and writes nothing
        Assert.Empty(Server.Requests); // and pays for nothing
    }

    [Fact]
    public async Task Errors_end_with_2_and_name_what_mends_them()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var port = ((IPEndPoint)listener.LocalEndpoint).Port;
        listener.Stop();
        Variables["PROVIDER_GONE_BASE_URL"] = $"http://127.0.0.1:{port}/v1";
        Variables["GENERATION_MODEL"] = "gone:m";
        Variables["JUDGE_MODEL"] = "openai:gpt-4o-mini";
        Variables["EMBEDDING_MODEL_PATH"] = "no/such/folder";
        var ended = (await DoctorAsync("--models-file", Write("bad.json", """{"models": 1}"""))).Expect(2);
        string[] errors =
        [
            $"error    models file: {Path.Combine(Folder, "bad.json")}: models: must be an object {{…}} → mend it there",
            "error    key: openai:gpt-4o-mini: no API key: set PROVIDER_OPENAI_API_KEY in the environment",
            $"error    endpoint: http://127.0.0.1:{port}/v1 cannot be reached (",
            "error    embedder: embedding model 'no/such/folder': there is no such folder",
        ];
        Assert.Equal(errors.Length, ended.Output.Split('\n').Count(l => l.StartsWith("error", StringComparison.Ordinal)));
        Assert.All(errors, e => Assert.Contains("\n" + e, ended.Output, StringComparison.Ordinal));
    }

    [Fact]
    public async Task An_embedder_behind_an_endpoint_is_asked_for_one_vector()
    {
        Variables["GENERATION_MODEL"] = "lab:g1";
        Variables["EMBEDDING_MODEL_PATH"] = "lab:embedder";
        var ended = (await DoctorAsync()).Expect(0);
        Assert.Contains("ok       embedder: lab:embedder gives vectors of 64 dimensions", ended.Output, StringComparison.Ordinal);
        Assert.Equal("embedder", Assert.Single(Server.Requests).Model);
    }

    [Fact]
    public async Task A_clock_that_is_ten_minutes_ahead_is_told_and_json_has_the_same()
    {
        Variables["GENERATION_MODEL"] = "lab:g1";
        Time = new AheadTime();
        var findings = JsonElement.Parse((await DoctorAsync("--json")).Expect(0).Output).EnumerateArray().ToList();
        var clock = findings.Single(f => f.GetProperty("subject").GetString() == "clock");
        Assert.Equal("warning", clock.GetProperty("level").GetString());
        Assert.Matches("^(599|600|601) s ahead of an endpoint's$", clock.GetProperty("text").GetString());
        Assert.Contains("timedatectl", clock.GetProperty("fix").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_folder_that_cannot_be_is_an_error()
    {
        var file = Write("file", "");
        Variables["GENERATION_MODEL"] = "lab:g1";
        var ended = (await RunAsync("doctor", "--output-dir", Path.Combine(file, "out"))).Expect(2);
        Assert.Contains(
            "cannot be written: a file stands in its way → give another one by --output-dir",
            ended.Output,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task Without_a_model_it_names_the_next_command()
    {
        var ended = (await DoctorAsync()).Expect(0);
        Assert.Contains(
            "warning  models: none is named by a variable or the models file: only built-in baselines can run → modellab init",
            ended.Output,
            StringComparison.Ordinal
        );
    }

    private Task<Ended> DoctorAsync(params string[] args) => RunAsync(["doctor", "--output-dir", Output, .. args]);

    private sealed class AheadTime : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => base.GetUtcNow() + TimeSpan.FromMinutes(10);
    }
}
