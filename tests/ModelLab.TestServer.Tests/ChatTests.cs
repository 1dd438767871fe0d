using System.Globalization;
using System.Text.Json;
using Xunit;

namespace ModelLab.Testing.Tests;

public sealed class ChatTests : ServerTest
{
    [Fact]
    public async Task A_text_comes_back_in_the_shape_of_a_completion()
    {
        Server.Model("m1").Reply = _ => Scripted.Text("Ответ.");

        var reply = await ReplyAsync(Ask("Вопрос?"));

        Assert.Equal("chat.completion", reply.GetProperty("object").GetString());
        Assert.Equal("m1", reply.GetProperty("model").GetString());
        var choice = Assert.Single(reply.GetProperty("choices").EnumerateArray());
        Assert.Equal("stop", choice.GetProperty("finish_reason").GetString());
        Assert.Equal("assistant", choice.GetProperty("message").GetProperty("role").GetString());
        Assert.Equal("Ответ.", choice.GetProperty("message").GetProperty("content").GetString());
        Assert.False(choice.GetProperty("message").TryGetProperty("reasoning_content", out _));
        Assert.False(choice.GetProperty("message").TryGetProperty("refusal", out _));
    }

    [Fact]
    public async Task Usage_counts_a_token_for_every_four_characters_rounded_up()
    {
        Server.Model("m1").Reply = _ => Scripted.Text("Ответ.", "Думаю");

        var usage = (await ReplyAsync(Ask("Вопрос?"))).GetProperty("usage");

        // «Вопрос?» 7 characters: 2. «Ответ.» 6: 2, «Думаю» 5: 2, together 4.
        Assert.Equal(
            (2, 4, 6),
            (
                usage.GetProperty("prompt_tokens").GetInt32(),
                usage.GetProperty("completion_tokens").GetInt32(),
                usage.GetProperty("total_tokens").GetInt32()
            )
        );
        Assert.Equal(2, usage.GetProperty("completion_tokens_details").GetProperty("reasoning_tokens").GetInt32());
    }

    [Fact]
    public async Task Usage_can_be_set_and_left_out()
    {
        Server.Model("set").Usage = new ReportedUsage(100, 7);
        Server.Model("none").OmitUsage = true;

        var set = (await ReplyAsync(Ask("?", "set"))).GetProperty("usage");
        Assert.Equal(
            (100, 7, 107),
            (
                set.GetProperty("prompt_tokens").GetInt32(),
                set.GetProperty("completion_tokens").GetInt32(),
                set.GetProperty("total_tokens").GetInt32()
            )
        );
        Assert.False((await ReplyAsync(Ask("?", "none"))).TryGetProperty("usage", out _));
    }

    [Fact]
    public async Task A_reply_can_carry_its_own_usage()
    {
        Server.Default.Usage = new ReportedUsage(1, 1);
        Server.Default.Reply = _ => Scripted.Text("x") with { Usage = new ReportedUsage(5, 6) };

        Assert.Equal(11, (await ReplyAsync(Ask("?"))).GetProperty("usage").GetProperty("total_tokens").GetInt32());
    }

    [Fact]
    public async Task Reasoning_and_finish_reason_are_sent()
    {
        Server.Model("m1").Reply = _ => Scripted.Text("", "Долго думаю", "length");

        var reply = await ReplyAsync(Ask("?"));

        Assert.Equal("Долго думаю", Message(reply).GetProperty("reasoning_content").GetString());
        Assert.Equal("length", reply.GetProperty("choices")[0].GetProperty("finish_reason").GetString());
    }

    [Fact]
    public async Task The_returned_model_can_differ()
    {
        Server.Model("m1").ReturnedModel = "m1-2025-01-01";

        Assert.Equal("m1-2025-01-01", (await ReplyAsync(Ask("?"))).GetProperty("model").GetString());
    }

    [Theory]
    [InlineData(3.5, "{\"score\": 3.5}")]
    [InlineData(5, "{\"score\": 5}")]
    [InlineData(-1.25, "{\"score\": -1.25}")]
    public async Task A_score_is_written_with_a_point_in_every_culture(double score, string content)
    {
        CultureInfo.CurrentCulture = CultureInfo.GetCultureInfo("ru-RU");
        Server.Model("m1").Reply = _ => Scripted.Score(score);

        Assert.Equal(content, await ContentAsync(Ask("?")));
        Assert.Equal(content, Scripted.Score(score).Content);
    }

    [Fact]
    public async Task Verdicts_are_words_and_evidence_comes_first()
    {
        Server.Model("yes").Reply = _ => Scripted.Verdict(true);
        Server.Model("no").Reply = _ => Scripted.Verdict(false, "Срок «другой»");

        Assert.Equal("{\"verdict\": \"Да\"}", await ContentAsync(Ask("?", "yes")));
        var no = JsonElement.Parse((await ContentAsync(Ask("?", "no")))!).EnumerateObject().ToArray();
        Assert.Equal(["evidence", "verdict"], no.Select(p => p.Name));
        Assert.Equal(["Срок «другой»", "Нет"], no.Select(p => p.Value.GetString()));
    }

    [Fact]
    public async Task A_refusal_has_its_own_field_and_no_content()
    {
        Server.Model("m1").Reply = _ => Scripted.Refusal("Не могу помочь с этим.");

        var message = Message(await ReplyAsync(Ask("?")));

        Assert.Equal(JsonValueKind.Null, message.GetProperty("content").ValueKind);
        Assert.Equal("Не могу помочь с этим.", message.GetProperty("refusal").GetString());
    }

    [Fact]
    public async Task A_content_filter_is_a_finish_reason()
    {
        Server.Model("m1").Reply = _ => Scripted.ContentFilter();

        Assert.Equal("content_filter", (await ReplyAsync(Ask("?"))).GetProperty("choices")[0].GetProperty("finish_reason").GetString());
    }

    [Fact]
    public async Task Models_behave_each_in_its_own_way_and_others_by_default()
    {
        Server.Default.Reply = _ => Scripted.Text("общий");
        Server.Model("a").Reply = r => Scripted.Text($"a{r.CallNumber}");
        Server.Model("b").Reply = r => Scripted.Text($"b{r.CallNumber}");

        string?[] replies =
        [
            await ContentAsync(Ask("?", "a")),
            await ContentAsync(Ask("?", "b")),
            await ContentAsync(Ask("?", "a")),
            await ContentAsync(Ask("?", "c")),
        ];

        Assert.Equal(["a1", "b1", "a2", "общий"], replies);
    }

    [Fact]
    public async Task Providers_are_told_apart_by_prefix()
    {
        Server.Model("m1").Reply = _ => Scripted.Text("everywhere");
        Server.Model("b", "m1").Reply = _ => Scripted.Text("only at b");

        Assert.Equal("everywhere", await ContentAsync(Ask("?")));
        Assert.Equal("everywhere", await ContentAsync(Ask("?"), Server.BaseUrlFor("a")));
        Assert.Equal("only at b", await ContentAsync(Ask("?"), Server.BaseUrlFor("b")));
        Assert.Equal(["", "a", "b"], Server.Requests.Select(r => r.Prefix));
        Assert.Equal("/b/v1/chat/completions", Server.Requests[2].Path);
    }

    [Fact]
    public async Task A_script_that_throws_tells_the_client_why()
    {
        Server.Model("m1").Reply = _ => throw new InvalidOperationException("nobody expected this call");

        using var response = await PostAsync(Ask("?"));

        Assert.Equal(500, (int)response.StatusCode);
        Assert.Contains(
            "nobody expected this call",
            (await ErrorOf(response)).GetProperty("message").GetString(),
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task The_models_with_a_script_are_listed()
    {
        Server.Model("b");
        Server.Model("a");
        Server.Model("elsewhere", "c");

        using var response = await Http.GetAsync(new Uri($"{Server.BaseUrl}/models"), Stop);

        Assert.Equal(
            ["a", "b"],
            (await JsonOf(response)).GetProperty("data").EnumerateArray().Select(m => m.GetProperty("id").GetString())
        );
    }
}
