using System.Net;
using System.Net.Sockets;
using ModelLab.Core.Roles;
using ModelLab.Llm.Calls;
using ModelLab.Testing;
using ModelLab.Testing.Support;
using Xunit;

namespace ModelLab.Llm.Tests.Calls;

public sealed class AccessCheckTests : CallTest
{
    [Fact]
    public async Task A_model_that_answers_has_no_problem_and_costs_one_token()
    {
        Assert.Null(await ProblemAsync(_ => Scripted.Text("p", finishReason: "length")));
        Assert.Equal(1, Server.Requests.Single().Body.GetProperty("max_tokens").GetInt32());
    }

    [Theory]
    [InlineData(429, "Slow down.")]
    [InlineData(400, "Could not finish the message because max_tokens or model output limit was reached.")]
    [InlineData(400, "Invalid 'max_output_tokens': integer below minimum value. Expected a value >= 16.")]
    public async Task What_only_an_accepted_key_and_a_known_model_bring_is_no_problem(int status, string message) =>
        Assert.Null(await ProblemAsync(_ => Scripted.Status(status, message)));

    [Fact]
    public async Task An_odd_reply_proves_that_the_endpoint_answers()
    {
        foreach (
            var reply in new ScriptedReply[]
            {
                Scripted.EmptyChoices(),
                Scripted.Text(null),
                Scripted.Refusal("нет"),
                Scripted.ContentFilter(),
            }
        )
            Assert.Null(await ProblemAsync(_ => reply));
    }

    [Theory]
    [InlineData(401, "access refused (HTTP 401): check PROVIDER_LAB_API_KEY")]
    [InlineData(403, "access refused (HTTP 403): check PROVIDER_LAB_API_KEY")]
    [InlineData(402, "HTTP 402: no funds, or the spending limit of the account was reached: top up the account of PROVIDER_LAB_API_KEY")]
    [InlineData(404, "unknown model or address (HTTP 404: Нет.): check the name 'm' and URL")]
    [InlineData(400, "the endpoint refuses the model or the request (HTTP 400: Нет.)")]
    [InlineData(422, "the endpoint refuses the model or the request (HTTP 422: Нет.)")]
    [InlineData(500, "unreachable (HTTP 500: Нет.): is URL up?")]
    [InlineData(408, "unreachable (HTTP 408: Нет.): is URL up?")]
    public async Task A_problem_says_what_to_do(int status, string problem) =>
        Assert.Equal(
            problem.Replace("URL", Server.BaseUrl.ToString(), StringComparison.Ordinal),
            await ProblemAsync(_ => Scripted.Status(status, "Нет."))
        );

    [Fact]
    public async Task An_invalid_token_is_a_problem() =>
        Assert.Equal(
            "the endpoint refuses the model or the request (HTTP 400: Invalid token)",
            await ProblemAsync(_ => Scripted.Status(400, "Invalid token"))
        );

    [Fact]
    public async Task A_wrong_key_is_not_echoed()
    {
        Server.Model("m").RequiredKey = "another";

        Assert.Equal(
            "access refused (HTTP 401): check PROVIDER_LAB_API_KEY",
            (await Check(Caller).FindProblemAsync(Endpoint(), Stop))?.Reason
        );
    }

    [Fact]
    public async Task A_closed_port_is_unreachable()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var url = $"http://127.0.0.1:{((IPEndPoint)listener.LocalEndpoint).Port}/v1";
        listener.Stop();

        var problem = (await Check(Caller).FindProblemAsync(Endpoint() with { BaseUrl = new Uri(url) }, Stop))?.Reason;

        Assert.StartsWith("unreachable (", problem, StringComparison.Ordinal);
        Assert.EndsWith($"): is {url} up?", problem, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_hanging_endpoint_is_unreachable()
    {
        using var time = new ManualTime();
        Server.Model("m").Reply = _ =>
        {
            time.Advance(TimeSpan.FromSeconds(20));
            return Scripted.Hang();
        };

        Assert.Equal(
            $"unreachable (no complete reply within 20 s): is {Server.BaseUrl} up?",
            (await Check(CallerBy(time, TimeSpan.FromSeconds(20))).FindProblemAsync(Endpoint(), Stop))?.Reason
        );
    }

    [Fact]
    public async Task Cancelling_is_an_exception() =>
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() =>
            Check(Caller).FindProblemAsync(Endpoint(), new CancellationToken(canceled: true))
        );

    [Theory]
    [InlineData("""{"error": {"message": "Loading model", "type": "unavailable_error", "code": 503}}""")] // llama.cpp
    [InlineData("""{"error": "Model m is currently loading", "estimated_time": 20.0}""")] // text-generation-inference
    public async Task A_model_that_is_being_loaded_is_waited_for_and_that_is_told_once(string body)
    {
        // Both before an answer and between two tries there is one wait by this clock: 5 s to be noticed, then 2 s.
        using var time = new ManualTime();
        var (asked, told) = (0, 0);
        Server.Model("m").Reply = _ => ++asked < 4 ? Scripted.Body(body) with { StatusCode = 503 } : Scripted.Text("p");
        var check = new AccessCheck(_ => Caller, TimeSpan.FromDays(9), time, _ => told++);

        var finding = check.FindProblemAsync(Endpoint(), Stop);
        await time.WaitsAsync(2, Stop);
        for (var i = 0; i < 3; i++)
        {
            Assert.Equal((i + 1, 1), (asked, told));
            time.Advance(TimeSpan.FromSeconds(2));
            if (i < 2)
                await time.WaitsAsync(1, Stop); // who was told of is not noticed again
        }

        Assert.Null(await finding);
        Assert.Equal((4, 1), (asked, told));
    }

    [Theory]
    [InlineData("http://localhost:11434/v1", true)]
    [InlineData("http://192.168.1.5:8000/v1", true)]
    [InlineData("http://172.20.0.2/v1", true)]
    [InlineData("http://[fd00::1]:8000/v1", true)]
    [InlineData("http://gpu:8000/v1", true)]
    [InlineData("http://gpu.local/v1", true)]
    [InlineData("http://172.32.0.2/v1", false)]
    [InlineData("https://api.mistral.ai/v1", false)]
    [InlineData("https://8.8.8.8/v1", false)]
    public void A_server_of_ones_own_is_local(string url, bool isLocal) =>
        Assert.Equal(isLocal, (Endpoint() with { BaseUrl = new Uri(url) }).IsLocal);

    // No patience beyond a call.
    private static AccessCheck Check(IModelCaller caller) => new(_ => caller, TimeSpan.Zero, TimeProvider.System);

    private async Task<string?> ProblemAsync(Func<ReceivedRequest, ScriptedReply> script)
    {
        Server.Model("m").Reply = script;
        return (await Check(Caller).FindProblemAsync(Endpoint(), Stop))?.Reason;
    }
}
