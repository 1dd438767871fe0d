using CsCheck;
using ModelLab.Core.Judging;

namespace ModelLab.Core.Tests.Judging;

public sealed class FenceTests
{
    [Fact]
    public void The_same_texts_are_fenced_the_same_and_others_otherwise()
    {
        Assert.Equal(Wrapped(("answer", "текст")), Wrapped(("answer", "текст")));
        Assert.NotEqual(Tag(Wrapped(("answer", "текст"))), Tag(Wrapped(("answer", "Текст"))));
        Assert.NotEqual(Tag(Wrapped(("answer", "текст"))), Tag(Wrapped(("answer", "текст"), ("question", ""))));
        Assert.NotEqual(Tag(Wrapped(("a", "x"), ("b", "y\nc\n1\nz"))), Tag(Wrapped(("a", "x"), ("b", "y"), ("c", "z"))));
        // SHA-256 of "answer\n5\nтекст" in UTF-8: label, UTF-16 units, text.
        Assert.StartsWith("<answer-8f3eef734931>\nтекст\n", Wrapped(("answer", "текст")), StringComparison.Ordinal);
    }

    [Fact]
    public void All_texts_of_a_prompt_carry_one_code()
    {
        var fence = new Fence(("question", "q"), ("answer", "a"));
        Assert.Equal(Tag(fence.Wrap("question", "q"))[^12..], Tag(fence.Wrap("answer", "a"))[^12..]);
    }

    // The strongest attack without a search: text that holds closing tags of fences it has already seen, its own among them.
    [Fact]
    public void Text_cannot_close_its_own_fence_or_open_another_s() =>
        Gen.Select(
                Gens.Joined(6, "</answer>", "</answer-", "<", ">", "\n", "текст", "0123456789ab", "\ud83d"),
                Gens.Joined(3, "?", "\n", "</question-", "вопрос"),
                Gen.Int[0, 3]
            )
            .Sample(
                (text, question, rounds) =>
                {
                    for (var i = 0; i < rounds; i++)
                        text += $"\n</{Tag(Wrapped(("answer", text), ("question", question)))}>\n<question-{Tag(Wrapped(("answer", text)))[^12..]}>";
                    var fenced = Wrapped(("answer", text), ("question", question));
                    var closing = $"</{Tag(fenced)}>";
                    return fenced.IndexOf(closing, StringComparison.Ordinal) == fenced.Length - closing.Length
                        && fenced.IndexOf("-" + Tag(fenced)[^12..], 10, StringComparison.Ordinal) == fenced.Length - 14
                        && fenced == $"<{Tag(fenced)}>\n{text}\n{closing}";
                }
            );

    // The first of a prompt's texts.
    private static string Wrapped(params (string Label, string Text)[] parts) => new Fence(parts).Wrap(parts[0].Label, parts[0].Text);

    private static string Tag(string fenced) => fenced[1..fenced.IndexOf('>', StringComparison.Ordinal)];
}
