using Xunit;

namespace ModelLab.Testing.Tests;

public sealed class GateTests : ServerTest
{
    private const string Key = "sk-right-1234567890abcd";

    [Fact]
    public async Task The_right_key_passes()
    {
        Server.Model("m1").RequiredKey = Key;

        using var response = await PostAsync(Ask("?"), key: Key);

        Assert.Equal(200, (int)response.StatusCode);
        Assert.Equal($"Bearer {Key}", Server.Requests[0].Authorization);
    }

    [Fact]
    public async Task A_missing_key_is_401()
    {
        Server.Model("m1").RequiredKey = Key;

        using var response = await PostAsync(Ask("?"));

        Assert.Equal(401, (int)response.StatusCode);
        Assert.Equal("invalid_api_key", (await ErrorOf(response)).GetProperty("code").GetString());
    }

    [Fact]
    public async Task A_wrong_key_is_401_and_partly_echoed()
    {
        Server.Model("m1").RequiredKey = Key;

        using var response = await PostAsync(Ask("?"), key: "sk-wrong-abcdefgh-9876");

        Assert.Equal(401, (int)response.StatusCode);
        var message = (await ErrorOf(response)).GetProperty("message").GetString()!;
        Assert.Contains("sk-wrong***9876", message, StringComparison.Ordinal);
        Assert.DoesNotContain("abcdefgh", message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Unknown_models_are_404_only_on_demand()
    {
        Server.Model("m1");
        using var before = await PostAsync(Ask("?", "m2"));
        Server.UnknownModelsAre404 = true;
        using var after = await PostAsync(Ask("?", "m2"));
        using var known = await PostAsync(Ask("?", "m1"));

        Assert.Equal((200, 404, 200), ((int)before.StatusCode, (int)after.StatusCode, (int)known.StatusCode));
        Assert.Equal("model_not_found", (await ErrorOf(after)).GetProperty("code").GetString());
    }

    [Theory]
    [InlineData("temperature", """{"model":"m1","messages":[],"temperature":0.2}""")]
    [InlineData("max_tokens", """{"model":"m1","messages":[],"max_tokens":10}""")]
    [InlineData("max_completion_tokens", """{"model":"m1","messages":[],"max_completion_tokens":10}""")]
    [InlineData("response_format", """{"model":"m1","messages":[],"response_format":{"type":"json_object"}}""")]
    public async Task A_refused_parameter_is_named(string parameter, string body)
    {
        Server.Model("m1").RefusedParameters = [parameter];

        using var response = await PostAsync(body);
        using var without = await PostAsync(Ask("?"));

        Assert.Equal((400, 200), ((int)response.StatusCode, (int)without.StatusCode));
        var error = await ErrorOf(response);
        Assert.Equal(parameter, error.GetProperty("param").GetString());
        Assert.Contains($"'{parameter}'", error.GetProperty("message").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_parameter_that_is_null_was_not_sent()
    {
        Server.Model("m1").RefusedParameters = ["temperature"];

        using var response = await PostAsync("""{"model":"m1","messages":[],"temperature":null}""");

        Assert.Equal(200, (int)response.StatusCode);
    }

    [Theory]
    [InlineData("{\"model\":\"m1\",")]
    [InlineData("[]")]
    [InlineData("{\"messages\":[]}")]
    [InlineData("{\"model\":\"m1\"}")]
    public async Task A_bad_request_is_400_and_recorded(string body)
    {
        using var response = await PostAsync(body);

        Assert.Equal(400, (int)response.StatusCode);
        Assert.Single(Server.Requests);
    }

    [Fact]
    public async Task Other_paths_are_404()
    {
        using var response = await PostAsync("{}", endpoint: "completions");

        Assert.Equal(404, (int)response.StatusCode);
        Assert.Empty(Server.Requests);
    }
}
