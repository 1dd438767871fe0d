using CsCheck;
using ModelLab.Llm.Protocol;
using Xunit;

namespace ModelLab.Llm.Tests.Protocol;

public sealed class ReasoningTextTests
{
    [Theory]
    [InlineData("Да.", "Да.", null)]
    [InlineData("", "", null)]
    [InlineData("<think>раз</think>Да.", "Да.", "раз")]
    [InlineData(" \n<THINK> раз </Think>\n\nДа. ", "Да.", "раз")]
    [InlineData("<think></think>Да.", "Да.", "")]
    [InlineData("<think>раз", "", "раз")] // cut off while it thought
    [InlineData("раз</think>Да.", "Да.", "раз")] // the template wrote the opening tag
    [InlineData("Тег <think> и тег </think>.", "Тег <think> и тег </think>.", null)]
    [InlineData("<think>раз</think>Тег </think>.", "Тег </think>.", "раз")]
    [InlineData("раз</think> </think>Да.", "Да.", "раз")]
    [InlineData("<think>раз</think>\n<think>два</think>Да.", "Да.", "раз\n\nдва")]
    [InlineData("[THINK]раз[/THINK]Да.", "Да.", "раз")]
    [InlineData("раз[/THINK]Да.", "Да.", "раз")]
    [InlineData("<thinking>раз</thinking>\n\nДа.", "Да.", "раз")]
    [InlineData("<reasoning>раз <b>два</b></reasoning>Да.", "Да.", "раз <b>два</b>")]
    [InlineData("<thinking>раз", "", "раз")]
    [InlineData("<think>раз</thinking>", "", "раз</thinking>")] // another tag closes nothing
    [InlineData("<|channel|>analysis<|message|>раз<|end|><|start|>assistant<|channel|>final<|message|>Да.<|return|>", "Да.", "раз")]
    [InlineData("<|channel|>analysis<|message|>раз", "", "раз")]
    [InlineData("<|channel|>commentary to=x <|constrain|>json<|message|>{}<|call|><|channel|>final <|message|>Да.", "Да.", "{}")]
    public void A_block_at_the_start_is_reasoning(string reply, string answer, string? reasoning) =>
        Assert.Equal((answer, reasoning), ReasoningText.Split(reply));

    [Fact]
    public void Whatever_is_thought_the_answer_is_the_rest() =>
        Gen.Select(Gen.String, Gen.String)
            .Where((t, a) => !t.Contains("</think>", StringComparison.OrdinalIgnoreCase))
            .Sample(
                (thought, answer) => Assert.Equal((answer.Trim(), thought.Trim()), ReasoningText.Split($"<think>{thought}</think>{answer}"))
            );
}
