using System.Text;
using System.Globalization;
using System.Net;
using System.Text.Json;
using CsCheck;
using ModelLab.Core.Models;
using ModelLab.Llm.Configuration;
using Xunit;

namespace ModelLab.Llm.Tests.Configuration;

public sealed class SecretTests
{
    // Characters of keys, among them those that URLs, JSON and HTML escape; few, so that pieces of keys overlap by chance.
    private static readonly Gen<string> Key = Gen.Char["abAB01-_./+=&\"<"].Array[1, 24].Select(c => new string(c));

    [Fact]
    public void A_secret_prints_as_stars()
    {
        var secret = new Secret("sk-abcdefgh");
        var endpoint = new ModelEndpoint(new ModelRef(null, "m"), new Uri("https://example.org/v1"), secret, "KEY");

        Assert.Equal("***", secret.ToString());
        Assert.Equal("***", $"{secret}");
        Assert.DoesNotContain("abcdefgh", endpoint.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain("abcdefgh", JsonSerializer.Serialize(secret), StringComparison.Ordinal);
        Assert.Equal("sk-abcdefgh", secret.Reveal());
    }

    [Theory]
    [InlineData("Incorrect API key provided: sk-abcde***wxyz.", "Incorrect API key provided: ******wxyz.")] // 8 of the key, then the server's stars
    [InlineData("key sk-abcdefgh-tuvwxyz!", "key ***!")]
    [InlineData("abcde", "abcde")] // five characters are below the limit
    [InlineData("abcdef", "***")] // six are not
    [InlineData("xabcdefx abcdefg", "x***x ***")]
    [InlineData("first\nsecond\tthird", "first second third")]
    [InlineData("", "")]
    public void Pieces_of_six_characters_and_more_are_removed(string text, string expected) =>
        Assert.Equal(expected, new SecretScrubber(["sk-abcdefgh-tuvwxyz"]).Scrub(text));

    [Fact]
    public void A_key_below_six_characters_goes_where_it_stands_whole() =>
        Assert.Equal("a *** b ab1", new SecretScrubber(["ab12"]).Scrub("a ab12 b ab1"));

    [Fact]
    public void Overlapping_keys_leave_nothing_of_either() =>
        Assert.Equal("-***-", new SecretScrubber(["abcdefgh", "efghijkl"]).Scrub("-abcdefghijkl-"));

    [Fact]
    public void Escaped_keys_are_recognised()
    {
        const string key = "ab/cd+ef=gh&ij\"kl";
        var scrubber = new SecretScrubber([key]);

        foreach (
            var form in new[]
            {
                Uri.EscapeDataString(key),
                Uri.EscapeDataString(key).ToLowerInvariant(),
                WebUtility.UrlEncode(key),
                JsonSerializer.Serialize(key)[1..^1],
                WebUtility.HtmlEncode(key),
            }
        )
            Assert.Equal("?k=***;", scrubber.Scrub($"?k={form};"));
    }

    [Fact]
    public void A_long_text_becomes_a_short_line()
    {
        var scrubbed = new SecretScrubber(["abcdefghijkl"]).Scrub(new string('.', 396) + "abcdefghijkl" + new string('.', 5000));

        Assert.Equal(new string('.', 396) + "***.…", scrubbed);
    }

    [Fact]
    public void No_six_characters_of_a_key_remain() =>
        Gen.Select(Key.Array[1, 3], Gen.Char["abAB01-_./+=&\"< "].Array[0, 30].Select(c => new string(c)), Gen.Int[0, 23], Gen.Int[1, 24])
            .Sample(
                (keys, noise, start, length) =>
                {
                    var from = Math.Min(start, keys[0].Length - 1);
                    var piece = keys[0].Substring(from, Math.Min(length, keys[0].Length - from));
                    var text = noise + piece + keys[^1] + Uri.EscapeDataString(keys[0]) + noise;

                    var scrubbed = new SecretScrubber(keys).Scrub(text);

                    foreach (var form in keys.Concat(keys.Select(Uri.EscapeDataString)))
                        for (var i = 0; i + 6 <= form.Length; i++)
                            if (scrubbed.Contains(form.Substring(i, 6), StringComparison.Ordinal))
                                Assert.Fail(
                                    string.Create(CultureInfo.InvariantCulture, $"'{scrubbed}' holds characters {i} to {i + 5} of '{form}'")
                                );
                }
            );

    [Fact]
    public void Text_without_keys_stays_as_it_is() =>
        Gen.Char["хцчшщ zyxw"]
            .Array[0, 100]
            .Select(c => new string(c))
            .Sample(text => Assert.Equal(text.Trim(), new SecretScrubber(["sk-abcdefgh"]).Scrub(text)));

    [Theory]
    [InlineData("connect to http://user:pa55word@proxy:3128 failed", "connect to http://***@proxy:3128 failed")]
    [InlineData("https://gpt.example/v1?api-version=1&api-key=abc123&x=1", "https://gpt.example/v1?api-version=1&api-key=***&x=1")]
    [InlineData("https://example/v1?KEY=abc;token=x", "https://example/v1?KEY=***")]
    [InlineData("got Authorization: Basic dXNlcjpwYXNz, want Bearer", "got Authorization: Basic ***, want Bearer")]
    [InlineData("see https://example.org/keys?page=2 and mail me@example.org", "see https://example.org/keys?page=2 and mail me@example.org")]
    public void What_stands_where_secrets_do_is_removed(string text, string clean) => Assert.Equal(clean, new SecretScrubber([]).Scrub(text));

    [Fact]
    public void A_key_is_found_in_base64_wherever_it_begins()
    {
        const string Key = "sk-test/Qw7+Zx9=Rt5Yu3";
        var scrubber = new SecretScrubber([Key]);
        foreach (var before in new[] { "", "u", "us", "user:", "Bearer " })
        {
            var text = scrubber.Scrub($"header {Convert.ToBase64String(Encoding.UTF8.GetBytes(before + Key + "!"))} is wrong");
            // Of the neighbours' bytes at most a group is left.
            Assert.Matches(@"^header \S{0,12}\*\*\*\S{0,4} is wrong$", text);
        }
    }
}
