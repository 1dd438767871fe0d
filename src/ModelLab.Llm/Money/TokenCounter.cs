using Microsoft.ML.Tokenizers;
using ModelLab.Core.Judging;
using ModelLab.Llm.Calls;

namespace ModelLab.Llm.Money;

/// <summary>
/// Counts tokens where a provider does not report them, and before a call is made. It uses one vocabulary (o200k) for every model, so
/// its counts are estimates and are marked as such.
/// </summary>
public sealed class TokenCounter
{
    // What chat formats add to each message (role and separators) and to the whole, as OpenAI's cookbook counts them.
    private const int PerMessage = 3;
    private const int PerConversation = 3;

    private readonly Lazy<Tokenizer> _tokenizer = new(() => TiktokenTokenizer.CreateForEncoding("o200k_base"));

    /// <summary>The tokens of a text.</summary>
    public int Count(string text) => text.Length == 0 ? 0 : _tokenizer.Value.CountTokens(text);

    /// <summary>The input tokens of a conversation and its schema, or of the texts to embed.</summary>
    public int Input(ModelCall call)
    {
        if (call.Inputs is { } inputs)
            return inputs.Sum(Count);
        var sum = PerConversation + (call.Schema is { } schema ? Count(schema.Schema.GetRawText()) : 0);
        foreach (PromptMessage message in call.Messages)
            sum += PerMessage + Count(message.Text);
        return sum;
    }
}
