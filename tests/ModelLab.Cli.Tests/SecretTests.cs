using System.Security.Cryptography;
using System.Text;
using ModelLab.Testing;
using ModelLab.Testing.Support;
using Xunit;

namespace ModelLab.Cli.Tests;

/// <summary>Keys are searched for in everything a run writes, whole and in pieces.</summary>
[OneCulture]
public sealed class SecretTests : CliTest
{
    private const int Piece = 8;

    private readonly List<string> _keys = [];

    public static TheoryData<string, Func<string, ScriptedReply>> Replies =>
        new()
        {
            { "score", _ => Scripted.Score(4) },
            { "401", key => Scripted.Status(401, $"Incorrect API key provided: {key}. You can find your API key at the console.") },
            { "401 in pieces", key => Scripted.Status(401, $"Incorrect API key provided: {key[..12]}***{key[^10..]}.") },
            { "402", key => Scripted.Status(402, $"No credit on {key}") },
            { "403", key => Scripted.Status(403, $"Bearer {key} may not do this") },
            { "404", key => Scripted.Status(404, $"No such model for «{key}»") },
            {
                "400",
                key =>
                    Scripted.Status(
                        400,
                        $"Bad header Authorization: Bearer {key}",
                        headers: new Dictionary<string, string> { ["x-key"] = key }
                    )
            },
            { "429", key => Scripted.Status(429, $"Slow down, {key}") },
            { "500", key => Scripted.Status(500, $"panic: request {{auth: {key}}}") },
            { "400 cut off inside the key", key => Scripted.Status(400, new string('x', 380) + key) },
            { "html", key => new RawReply(502, "text/html", Encoding.UTF8.GetBytes($"<html>{key}</html>")) },
            { "not json", key => Scripted.Body($"{{\"key\": \"{key}") },
            { "no choices", key => Scripted.Body($"{{\"id\":\"{key}\",\"object\":\"chat.completion\",\"choices\":[]}}") },
            { "text for an error", key => new RawReply(418, "text/plain", Encoding.UTF8.GetBytes(key)) },
            { "refusal", key => Scripted.Refusal($"I will not, {key}") },
            { "answer", key => Scripted.Text($"Ваш ключ: {key}") },
            { "reasoning", key => Scripted.Text("Ответ.", reasoningContent: $"The header says {key}") },
            { "evidence", key => Scripted.Score(4, $"ключ {key}") },
            { "verdict", key => Scripted.Verdict(true, $"ключ {key}") },
            { "finish reason", key => Scripted.Text("Ответ.", finishReason: key) },
            { "hang", _ => Scripted.Hang() },
            { "cut", _ => Scripted.Cut() },
            { "not utf-8", _ => Scripted.NotUtf8() },
        };

    [Theory]
    [MemberData(nameof(Replies))]
    public async Task No_piece_of_a_key_is_in_anything_that_is_written_or_shown(string what, Func<string, ScriptedReply> reply)
    {
        Time = new HurriedTime(100); // most faults are tried again and again
        foreach (var provider in new[] { "campus", "checked" })
            Provide(provider, NewKey());
        Variables["JUDGE_API"] = NewKey();
        Variables["JUDGE_API_URL"] = Server.BaseUrlFor("bare").ToString();
        Variables["CAMPUS_KEY"] = NewKey();
        Variables["CAMPUS_URL"] = Server.BaseUrlFor("own").ToString();
        ScriptedReply Answer(ReceivedRequest request) => reply(request.Authorization!["Bearer ".Length..]);
        Server.Model("m").Reply = Answer;
        Server.Model("m").ReturnedModel = "m";
        Server.Model("late").Reply = r => r.CallNumber == 1 ? Scripted.Text("pong") : Answer(r);
        string[] args =
        [
            "--limit",
            "2",
            "--timeout",
            "20",
            "--generation-api-key-var",
            "CAMPUS_KEY",
            "--generation-api-url-var",
            "CAMPUS_URL",
        ];

        // Once past the check into the run itself, in every role, and once with the check, which has messages of its own.
        var skipped = await SweepAsync([
            .. args,
            "--skip-checks",
            "--generation-models",
            "campus:m,m",
            "--judge-models",
            "campus:m,m",
            "--production-judge-models",
            "m,campus:m",
        ]);
        var check = await SweepAsync([
            .. args,
            "--generation-models",
            "checked:m,checked:late,builtin:echo",
            "--judge-models",
            "checked:m,builtin:overlap",
            "--production-judge-models",
            "checked:m,builtin:support",
            "--json",
        ]);

        // Whether the endpoint failed for good is for other tests: both ends are ends of a whole run.
        Assert.True(skipped is 0 or 6 && check is 0 or 6, $"{what}: exit {skipped} and {check}: {Error}");
        Assert.Equal(4, _keys.Count(key => Server.Requests.Any(r => r.Authorization == "Bearer " + key)));
        NothingOfAKey("the screen", Screen.Output + Error + RawOut);
        Assert.NotEmpty(Files());
        foreach (var file in Files())
            NothingOfAKey(Path.GetFileName(file), Encoding.Latin1.GetString(await File.ReadAllBytesAsync(file, Stop)));
    }

    public static TheoryData<string, string> Credentials
    {
        get
        {
            var all = new TheoryData<string, string>();
            foreach (var kind in new[] { "x-api-key", "api-key", "gigachat", "header" })
            foreach (
                var reply in new[]
                {
                    "400",
                    "400 cut off inside the key",
                    "401 in pieces",
                    "answer",
                    "reasoning",
                    "refusal",
                    "finish reason",
                }
            )
                all.Add(kind, reply);
            return all;
        }
    }

    [Theory]
    [MemberData(nameof(Credentials))]
    public async Task Nor_of_what_is_shown_in_another_way_than_a_bearers(string kind, string reply)
    {
        Time = new HurriedTime(100);
        Provide("claude", NewKey());
        Variables["PROVIDER_CLAUDE_AUTH"] = kind == "header" ? "none" : kind;
        Variables["PROVIDER_CLAUDE_PROTOCOL"] = kind == "x-api-key" ? "anthropic" : "openai";
        Variables["PROVIDER_CLAUDE_TOKEN_URL"] = new Uri(Server.Root, "/oauth").ToString();
        Variables["GATEWAY"] = NewKey();
        var file = Write("models.json", """{"providers": {"claude": {"headers": {"X-Gateway-Token": {"var": "GATEWAY"}}}}}""");
        if (kind == "gigachat")
            Server.Default.Tokens = Server.Tokens;
        var echo = Replies.Select(r => r.Data).First(r => r.Item1 == reply).Item2;
        Server.Default.Reply = r => echo(kind == "header" ? r.Headers["X-Gateway-Token"] : r.Key!);

        var code = await SweepAsync([
            "--limit",
            "2",
            "--skip-checks",
            "--models-file",
            file,
            "--generation-models",
            "claude:m",
            "--judge-models",
            "claude:m",
            "--production-judge-models",
            "claude:m",
        ]);

        Assert.True(code is 0 or 6, $"exit {code}: {Error}");
        _keys.AddRange(Server.Tokens.Tokens.Select(t => t.ToUpperInvariant()));
        Assert.Equal(kind == "gigachat", Server.Tokens.Sold > 0);
        NothingOfAKey("the screen", Screen.Output + Error + RawOut);
        Assert.NotEmpty(Files());
        foreach (var written in Files())
            NothingOfAKey(Path.GetFileName(written), Encoding.Latin1.GetString(await File.ReadAllBytesAsync(written, Stop)));
    }

    [Theory]
    [MemberData(nameof(Replies))]
    public async Task No_piece_of_what_the_models_file_refers_to_is_in_anything_that_is_written_or_shown(
        string what,
        Func<string, ScriptedReply> reply
    )
    {
        Time = new HurriedTime(100);
        Variables["CAMPUS_KEY"] = NewKey();
        Variables["CAMPUS_TOKEN"] = NewKey();
        Variables["CAMPUS_QUERY"] = NewKey();
        Variables["MODEL_TOKEN"] = NewKey();
        var file = Write(
            "models.json",
            """
            {
              "providers": {
                "campus": {
                  "base_url": "CAMPUS_ADDRESS",
                  "key_var": "CAMPUS_KEY",
                  "headers": {"X-Gateway-Token": {"var": "CAMPUS_TOKEN"}},
                  "query": {"sig_key": "${CAMPUS_QUERY}"}
                }
              },
              "models": {"m1": {"model": "campus:m", "parameters": {"top_p": 0.5}, "headers": {"X-Model-Token": "${MODEL_TOKEN}"} } }
            }
            """.Replace("CAMPUS_ADDRESS", Server.BaseUrlFor("campus").ToString(), StringComparison.Ordinal)
        );
        // A proxy echoes whatever it likes of a request.
        Server.Model("m").Reply = r => reply(_keys[r.CallNumber % _keys.Count]);
        string[] args = ["--models-file", file, "--limit", "2", "--timeout", "20"];
        var run = await SweepAsync([
            .. args,
            "--skip-checks",
            "--generation-models",
            "m1",
            "--judge-models",
            "m1",
            "--production-judge-models",
            "m1",
        ]);
        var check = await RunAsync("models", "check", "m1", "campus:m", "--models-file", file, "--timeout", "2");
        var list = await RunAsync("models", "list", "--all", "--json", "--models-file", file);
        var doctor = await RunAsync("doctor", "--models-file", file, "--output-dir", Output);

        Assert.True(
            run is 0 or 6 && check is 0 or 6 && list == 0 && doctor is 0 or 2,
            $"{what}: {run}, {check}, {list}, {doctor}: {Error}"
        );
        NothingOfAKey("the screen", Screen.Output + Error + RawOut);
        foreach (var written in Files())
            NothingOfAKey(Path.GetFileName(written), Encoding.Latin1.GetString(await File.ReadAllBytesAsync(written, Stop)));
    }

    [Theory]
    [MemberData(nameof(Replies))]
    public async Task Nor_of_what_an_assistant_is_reached_with(string what, Func<string, ScriptedReply> reply)
    {
        Time = new HurriedTime(100);
        Variables["BOT_TOKEN"] = NewKey();
        Variables["BOT_QUERY"] = NewKey();
        var file = Write(
            "models.json",
            """
            {
              "assistants": {
                "bot": {
                  "url": "BOT_ADDRESS?sig_key=${BOT_QUERY}",
                  "headers": {"Authorization": {"var": "BOT_TOKEN"}},
                  "body": {"q": "{{question}}", "c": "{{context}}"},
                  "answer": "choices[0].message.content"
                }
              }
            }
            """.Replace("BOT_ADDRESS", new Uri(Server.Root, "/bot/ask").ToString(), StringComparison.Ordinal)
        );
        Server.Model("bot").Reply = r => reply(_keys[r.CallNumber % _keys.Count]);

        var run = await SweepAsync([
            "--models-file",
            file,
            "--limit",
            "2",
            "--skip-checks",
            "--tier",
            "2",
            "--timeout",
            "20",
            "--generation-models",
            "assistant:bot",
            "--judge-models",
            "builtin:overlap",
        ]);
        var check = await RunAsync("models", "check", "assistant:bot", "--models-file", file, "--timeout", "2");

        Assert.True(run is 0 or 6 && check is 0 or 6, $"{what}: {run}, {check}: {Error}");
        Assert.True(Server.RequestCount > 0);
        NothingOfAKey("the screen", Screen.Output + Error + RawOut);
        foreach (var written in Files())
            NothingOfAKey(Path.GetFileName(written), Encoding.Latin1.GetString(await File.ReadAllBytesAsync(written, Stop)));
    }

    [Fact]
    public async Task The_search_itself_finds_a_piece_of_a_key()
    {
        var key = NewKey();
        Assert.ThrowsAny<Xunit.Sdk.XunitException>(() => NothingOfAKey("text", $"...{key[10..18]}..."));
        NothingOfAKey("text", $"...{key[10..17]}...");
        await Task.CompletedTask;
    }

    private void NothingOfAKey(string where, string text)
    {
        text = text.ToUpperInvariant();
        foreach (var key in _keys)
            for (var start = 0; start + Piece <= key.Length; start++)
                Assert.False(
                    text.Contains(key.AsSpan(start, Piece), StringComparison.Ordinal),
                    $"{where} holds {key.Substring(start, Piece)} of {key}"
                );
    }

    // Capitals, digits and no vowels: no piece of it is a word.
    private string NewKey()
    {
        var key = RandomNumberGenerator.GetString("BCDFGHJKLMNPQRSTVWXZ23456789", 48);
        _keys.Add(key);
        return key;
    }
}
