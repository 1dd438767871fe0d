using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using ModelLab.Records.Store;
using ModelLab.Records.Vocabulary;
using ModelLab.Testing;
using ModelLab.Testing.Support;
using Xunit;

namespace ModelLab.Cli.Tests.Calls;

// The sample of the guide, as a process of its own.
public sealed partial class AssistantRunTests
{
    [Fact]
    public async Task The_sample_of_the_guide_answers_a_small_sweep()
    {
        var address = new Uri($"http://127.0.0.1:{FreePort()}");
        using var assistant = Process.Start(
            new ProcessStartInfo("dotnet", ["run", "docs/sample-assistant.cs", Repository.Data("knowledge_base.jsonl"), $"{address}"])
            {
                WorkingDirectory = Repository.Root,
                RedirectStandardOutput = true,
                RedirectStandardError = true,
            }
        )!;
        var errors = assistant.StandardError.ReadToEndAsync(Stop);
        try
        {
            var said = new List<string>();
            while (!said.Exists(line => line.Contains("Now listening on", StringComparison.Ordinal)))
                said.Add(
                    await assistant.StandardOutput.ReadLineAsync(Stop)
                        ?? throw new InvalidOperationException(string.Join('\n', [.. said, await errors]))
                );
            _ = assistant.StandardOutput.ReadToEndAsync(Stop); // or its pipe fills up
            var file = Write(
                "models.json",
                $$$"""
                {"assistants": {"sample": {
                    "url": "{{{address}}}ask", "body": {"question": "{{question}}"}, "answer": "answer", "sources": "sources[*].url"
                } } }
                """
            );

            string[] data = ["--dataset", Repository.Data("dataset_synthetic_20261101_120000.json"), "--limit", "12"];
            string[] models = ["--generation-models", "assistant:sample", "--judge-models", "builtin:overlap", "--models-file", file];
            (await RunAsync(["run", "--tier", "3", "--output-dir", Output, "--lang", "en", .. data, .. models])).Expect(0);

            var usage = LastRun().GetProperty("usage").EnumerateArray().First();
            Assert.Equal(12, usage.GetProperty("outcomes").GetProperty("scored").GetInt32());
            // By words in common it finds most pages among 86; one drawn at random would be right in 3 of 100.
            Assert.InRange(Metric("assistant:sample", "source_hit_rate")!.Value, 0.5, 1);
            // A sentence is a part of the reference here and there, and 1 is the score of one that shares no word with it.
            Assert.InRange(Metric("assistant:sample", "avg_e2e_score")!.Value, 1.1, 5);
        }
        finally
        {
            assistant.Kill(entireProcessTree: true);
            await assistant.WaitForExitAsync(CancellationToken.None);
        }
    }

    [Fact]
    public async Task It_is_listed_and_checked()
    {
        ScriptAssistant(_ => Named(0, 1));
        var file = ModelsFile();

        var list = (await RunAsync("models", "list", "--models-file", file)).Expect(0).Output;
        Assert.Contains(
            $"  assistant:bot ({file}, generation): {new Uri(Server.Root, "/bot/ask")}, no key",
            list,
            StringComparison.Ordinal
        );

        var check = (await RunAsync("models", "check", "--models-file", file)).Expect(0).Output;
        Assert.Matches(@"^ok       assistant:bot: answers in \d+ ms, 2 sources, no tokens reported\n$", check);

        Server.Model("bot").Reply = _ => Scripted.Body("""{"reply": "Да."}""");
        var fault = (await RunAsync("models", "check", "assistant:bot", "--models-file", file)).Expect(6).Output;
        Assert.Equal(
            "error    assistant:bot: malformed reply: assistant:bot: its 'answer' path answer finds nothing in the reply, which has reply\n",
            fault
        );
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
