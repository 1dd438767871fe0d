using System.Net;
using ModelLab.Core;
using ModelLab.Dashboard.Hosting;
using ModelLab.Dashboard.Site;
using ModelLab.Dashboard.Tests.Support;

namespace ModelLab.Dashboard.Tests.Hosting;

/// <summary>What the server lets through, over real HTTP.</summary>
public sealed class SafetyTests(SampleDirectory sample)
{
    private const string Token = "a-token-of-some-length";

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("/runs", 200)]
    [InlineData("/nowhere", 404)]
    [InlineData("/api/v1/runs", 200)]
    public async Task Every_answer_forbids_what_pages_do_not_need(string path, int status)
    {
        await using var dashboard = await TestDashboard.StartAsync(sample.Path);
        using var response = await dashboard.GetAsync(path);
        Assert.Equal(status, (int)response.StatusCode);
        var policy = Assert.Single(response.Headers.GetValues("Content-Security-Policy"));
        Assert.Contains("default-src 'none'", policy, StringComparison.Ordinal);
        Assert.Contains("script-src 'self';", policy, StringComparison.Ordinal);
        Assert.Contains("style-src 'self';", policy, StringComparison.Ordinal);
        Assert.Contains("frame-ancestors 'none'", policy, StringComparison.Ordinal);
        Assert.DoesNotContain("unsafe", policy, StringComparison.Ordinal);
        Assert.Equal("nosniff", Assert.Single(response.Headers.GetValues("X-Content-Type-Options")));
        Assert.Equal("same-origin", Assert.Single(response.Headers.GetValues("Referrer-Policy")));
        Assert.False(response.Headers.Contains("Server"));
    }

    [Theory]
    [InlineData("127.0.0.1", true)]
    [InlineData("localhost", true)]
    [InlineData("[::1]", true)]
    [InlineData("evil.example", false)]
    [InlineData("127.0.0.1.nip.io", false)]
    [InlineData("192.168.1.5", false)]
    public async Task A_host_name_that_could_be_pointed_here_is_refused(string host, bool admitted)
    {
        await using var dashboard = await TestDashboard.StartAsync(sample.Path);
        using var response = await dashboard.GetAsync("/runs", ("Host", $"{host}:{dashboard.Address.Port}"));
        Assert.Equal(admitted ? HttpStatusCode.OK : HttpStatusCode.MisdirectedRequest, response.StatusCode);
        using var otherPort = await dashboard.GetAsync("/runs", ("Host", $"{host}:1"));
        Assert.Equal(HttpStatusCode.MisdirectedRequest, otherPort.StatusCode);
    }

    [Theory]
    [InlineData("0.0.0.0", null, "--token")]
    [InlineData("0.0.0.0", "short", "16")]
    [InlineData("lab.example", Token, "is not an IP address")]
    public async Task Others_can_reach_it_only_with_a_token(string host, string? token, string told)
    {
        var problem = await Assert.ThrowsAsync<BadInputException>(() => TestDashboard.StartAsync(sample.Path, token, host));
        Assert.Contains(told, problem.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_token_is_exchanged_for_a_cookie_and_leaves_the_address()
    {
        await using var dashboard = await TestDashboard.StartAsync(sample.Path, Token);
        using (var none = await dashboard.GetAsync("/runs"))
            Assert.Equal(HttpStatusCode.Unauthorized, none.StatusCode);
        using (var wrong = await dashboard.GetAsync("/runs?token=another-token-of-length"))
            Assert.Equal(HttpStatusCode.Unauthorized, wrong.StatusCode);
        using (var forged = await dashboard.GetAsync("/runs", ("Cookie", $"modellab-token={Token}")))
            Assert.Equal(HttpStatusCode.Unauthorized, forged.StatusCode);
        using var right = await dashboard.GetAsync($"/runs?lang=ru&token={Token}");
        Assert.Equal((HttpStatusCode.Redirect, "/runs?lang=ru"), (right.StatusCode, right.Headers.Location!.ToString()));
        var cookie = Assert.Single(right.Headers.GetValues("Set-Cookie"));
        Assert.Contains("httponly", cookie, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("samesite=strict", cookie, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain(Token, cookie, StringComparison.Ordinal);
        using (var known = await dashboard.GetAsync("/runs", ("Cookie", cookie[..cookie.IndexOf(';', StringComparison.Ordinal)])))
            Assert.Equal(HttpStatusCode.OK, known.StatusCode);
        using var bearer = await dashboard.GetAsync("/api/v1/runs", ("Authorization", $"Bearer {Token}"));
        Assert.Equal(HttpStatusCode.OK, bearer.StatusCode);
        // One leading slash: two would name a host.
        Assert.Matches("\r\nLocation: /evil", await dashboard.RawAsync($"//evil.example/?token={Token}"));
    }

    [Fact]
    public async Task A_change_needs_the_own_origin_and_a_token_of_the_form()
    {
        await using var dashboard = await TestDashboard.StartAsync(sample.Path);
        var path = $"/runs/{sample.RunId}/delete";
        var own = ("Origin", dashboard.Address.GetLeftPart(UriPartial.Authority));
        async Task<HttpStatusCode> PostAsync(params (string, string)[] headers)
        {
            using var content = new FormUrlEncodedContent([]);
            using var response = await dashboard.SendAsync(HttpMethod.Post, path, content, headers);
            return response.StatusCode;
        }
        Assert.Equal(HttpStatusCode.Forbidden, await PostAsync());
        Assert.Equal(HttpStatusCode.Forbidden, await PostAsync(("Origin", "http://evil.example")));
        Assert.Equal(HttpStatusCode.Forbidden, await PostAsync(("Origin", "null")));
        Assert.Equal(HttpStatusCode.BadRequest, await PostAsync(own));
        using var delete = await dashboard.SendAsync(HttpMethod.Delete, $"/api/v1/runs/{sample.RunId}");
        Assert.Equal(HttpStatusCode.Forbidden, delete.StatusCode);
        Assert.True(File.Exists(Path.Combine(sample.Path, $"rag_benchmark_{sample.RunId}.json")));
    }

    [Theory]
    [InlineData("/runs/../../../../etc/passwd")]
    [InlineData("/runs/..%2f..%2f..%2fetc%2fpasswd")]
    [InlineData("/runs/%2e%2e%2f%2e%2e%2fetc%2fpasswd")]
    [InlineData("/assets/x/..%2f..%2f..%2f..%2fetc%2fpasswd")]
    [InlineData("/api/v1/runs/..%2fjournal")]
    [InlineData("/api/v1/runs/%2fetc%2fpasswd")]
    [InlineData("/dataset?run=../../etc/passwd")]
    [InlineData("/dataset?run=..%2f..%2fetc%2fpasswd")]
    [InlineData("/utilization?run=%2fetc%2fpasswd")]
    [InlineData("/runs/a%00b")]
    public async Task No_path_leads_out_of_the_directory(string path)
    {
        await using var dashboard = await TestDashboard.StartAsync(sample.Path);
        var answer = await dashboard.RawAsync(path);
        Assert.Matches("^HTTP/1.1 (400|404) ", answer);
        Assert.DoesNotContain("root:", answer, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Assets_are_kept_for_good_under_their_hash_and_no_other()
    {
        await using var dashboard = await TestDashboard.StartAsync(sample.Path);
        var assets = EmbeddedAssets.Load();
        using var style = await dashboard.GetAsync(assets.Address("site.css"));
        Assert.Equal((HttpStatusCode.OK, "text/css"), (style.StatusCode, style.Content.Headers.ContentType!.MediaType));
        Assert.Contains("immutable", style.Headers.CacheControl!.ToString(), StringComparison.Ordinal);
        using var again = await dashboard.GetAsync(assets.Address("site.css"), ("If-None-Match", style.Headers.ETag!.ToString()));
        Assert.Equal(HttpStatusCode.NotModified, again.StatusCode);
        using var old = await dashboard.GetAsync("/assets/0000000000000000/site.css");
        Assert.Equal(HttpStatusCode.NotFound, old.StatusCode);
    }

    [Fact]
    public async Task A_taken_port_is_told_in_one_line()
    {
        await using var first = await TestDashboard.StartAsync(sample.Path);
        var problem = await Assert.ThrowsAsync<BadInputException>(() =>
            DashboardServer.StartAsync(
                new DashboardOptions { OutputDirectory = sample.Path, Port = first.Address.Port },
                TimeProvider.System,
                Stop
            )
        );
        Assert.StartsWith($"--port {first.Address.Port}: ", problem.Message, StringComparison.Ordinal);
    }
}
