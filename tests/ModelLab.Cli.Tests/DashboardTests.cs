using System.Text.RegularExpressions;
using ModelLab.Testing.Support;
using Xunit;

namespace ModelLab.Cli.Tests;

[OneCulture]
public sealed partial class DashboardTests : CliTest
{
    [Theory]
    [InlineData("en", "dashboard of", "<html lang=\"en\"")]
    [InlineData("ru", "дашборд папки", "<html lang=\"ru\"")]
    public async Task It_serves_pages_until_it_is_interrupted(string language, string told, string page)
    {
        await SucceedAsync("--tier", "2", "--generation-models", "builtin:echo", "--judge-models", "builtin:coin");
        var id = LastRun().GetProperty("id").GetString()!;
        RawOut.GetStringBuilder().Clear();
        var ended = RunAsync("dashboard", "--port", "0", "--output-dir", Output, "--lang", language);
        await Task.WhenAny(RawOut.Flushed, ended);
        Assert.False(ended.IsCompleted, Error.ToString());
        Assert.Contains(told, RawOut.ToString(), StringComparison.Ordinal);
        using var client = new HttpClient();
        var html = await client.GetStringAsync(new Uri(Address().Match(RawOut.ToString()).Value + "runs"), Stop);
        Assert.Contains(id, html, StringComparison.Ordinal);
        Assert.Contains(page, html, StringComparison.Ordinal);
        await CtrlC.CancelAsync();
        Assert.Equal(0, await ended);
        Assert.Equal("", Error.ToString());
    }

    [Theory]
    [InlineData("--host", "0.0.0.0", "--token")]
    [InlineData("--host", "example.org", "is not an IP address")]
    [InlineData("--token", "short", "at least 16 characters")]
    [InlineData("--port", "70000", "at most 65535")]
    public async Task What_cannot_be_served_is_refused_in_one_line(string flag, string value, string told)
    {
        Assert.Equal(2, await RunAsync("dashboard", "--output-dir", Output, flag, value));
        Assert.Single(Error.ToString().TrimEnd('\n').Split('\n'));
        Assert.Contains(told, Error.ToString(), StringComparison.Ordinal);
    }

    [GeneratedRegex("http://127.0.0.1:[0-9]+/")]
    private static partial Regex Address();
}
