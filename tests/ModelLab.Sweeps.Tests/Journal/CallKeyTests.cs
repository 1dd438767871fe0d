using CsCheck;
using ModelLab.Core.Judging;
using ModelLab.Core.Models;
using ModelLab.Llm.Calls;
using ModelLab.Records.Numbers;
using ModelLab.Records.Reading;
using ModelLab.Sweeps.Analytics;
using Xunit;

namespace ModelLab.Sweeps.Tests.Journal;

public sealed class CallKeyTests : JournalTest
{
    [Fact]
    public void Everything_that_changes_the_request_changes_the_key()
    {
        var call = Call();
        ModelCall[] others =
        [
            call,
            call with
            {
                Endpoint = Call(model: "n").Endpoint,
            },
            call with
            {
                Endpoint = Call(url: "http://127.0.0.1:2/v1").Endpoint,
            },
            call with
            {
                Endpoint = Call(url: "http://127.0.0.1:1/v2").Endpoint,
            },
            call with
            {
                Messages = [new(PromptRole.User, "!")],
            },
            call with
            {
                Messages = [new(PromptRole.System, "?")],
            },
            call with
            {
                Messages = [new(PromptRole.User, ""), new(PromptRole.User, "?")],
            },
            call with
            {
                Messages = [new(PromptRole.User, "?"), new(PromptRole.User, "")],
            },
            call with
            {
                Sampling = new Sampling(0.71, 200),
            },
            call with
            {
                Sampling = new Sampling(null, 200),
            },
            call with
            {
                Sampling = new Sampling(0, 200),
            },
            call with
            {
                Sampling = new Sampling(0.7, 201),
            },
            call with
            {
                Sampling = new Sampling(0.7, null),
            },
            call with
            {
                Schema = ReplySchemas.Verdict,
            },
            call with
            {
                Schema = ReplySchemas.Score(JudgeEvalMode.Direct),
            },
            call with
            {
                Schema = ReplySchemas.Score(JudgeEvalMode.Reasoned),
            },
            call with
            {
                Repeat = 1,
            },
            call with
            {
                ReAsk = 1,
            },
            call with
            {
                Repeat = 1,
                ReAsk = 1,
            },
        ];
        Assert.Equal(others.Length, others.Select(o => Convert.ToHexString(CallKey.Of(o))).Distinct().Count());
    }

    // SHA-256 by Python's hashlib over: http://127.0.0.1:1/v1, m, User, Где?, 0.7, 200, no schema, repeat 0, re-ask 0; each as UTF-8 behind
    // its length in four bytes, the lowest first.
    // A journal of an earlier version must keep its replies.
    [Fact]
    public void A_key_stays_what_it_was() =>
        Assert.Equal(
            "cb2d4a0a0e3c7b5bf2a60a7fbbe916cb3dea28457a1c77251fda0442f7c696cd",
            Convert.ToHexStringLower(CallKey.Of(Call("Где?")))
        );

    [Fact]
    public void What_does_not_change_the_request_does_not_change_the_key()
    {
        var key = CallKey.Of(Call());
        Assert.Equal(32, key.Length);
        foreach (
            var same in new[]
            {
                Call(),
                Call(key: "sk-1"),
                Call(key: "sk-2"),
                Call(provider: "other"),
                Call(provider: null),
                Call(url: "http://127.0.0.1:1/v1/"),
                Call(url: "http://user@127.0.0.1:1/v1?x=1"),
            }
        )
            Assert.Equal(key, CallKey.Of(same));
    }

    [Fact]
    public void Texts_that_are_cut_elsewhere_have_other_keys() =>
        Gen.Select(Gen.String, Gen.String, Gen.String, Gen.String)
            .Sample(
                (a, b, c, d) =>
                    (a == c && b == d)
                        == CallKey
                            .Of(Call() with { Messages = [new(PromptRole.System, a), new(PromptRole.User, b)] })
                            .AsSpan()
                            .SequenceEqual(CallKey.Of(Call() with { Messages = [new(PromptRole.System, c), new(PromptRole.User, d)] }))
                    || HasLoneSurrogate(a + "." + b + "." + c + "." + d)
            );

    // Such texts are no Unicode: all of them are sent, and hashed, as the same replacement character.
    private static bool HasLoneSurrogate(string text) =>
        text.Contains('\uFFFD') || System.Text.Encoding.UTF8.GetString(System.Text.Encoding.UTF8.GetBytes(text)) != text;
}
