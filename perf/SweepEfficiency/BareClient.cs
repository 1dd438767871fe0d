using System.ClientModel;
using Microsoft.Extensions.AI;
using ModelLab.Core.Judging;
using ModelLab.Core.Roles;
using OpenAI;

namespace ModelLab.Performance;

/// <summary>The least that a program can do: the same requests through plain chat clients in a parallel loop, and nothing kept.</summary>
internal static class BareClient
{
    public static async Task RunAsync(Uri baseUrl, int questions, int concurrency)
    {
        var clients = Sweep
            .Generators.Concat(Sweep.Judges)
            .ToDictionary(
                model => model,
                model =>
                    new OpenAIClient(new ApiKeyCredential("none"), new OpenAIClientOptions { Endpoint = baseUrl })
                        .GetChatClient(model)
                        .AsIChatClient()
            );
        var schema = ReplySchemas.Score(JudgeEvalMode.Direct);
        var answering = new ChatOptions { Temperature = 0.7f, MaxOutputTokens = 200 };
        var judging = new ChatOptions
        {
            Temperature = 0,
            MaxOutputTokens = 800,
            ResponseFormat = ChatResponseFormat.ForJsonSchema(schema.Schema, schema.Name),
        };
        var options = new ParallelOptions { MaxDegreeOfParallelism = concurrency };
        await Parallel
            .ForEachAsync(
                Calls(questions),
                options,
                async (call, stop) =>
                {
                    var messages = call.Messages.Select(m => new ChatMessage(
                        m.Role == PromptRole.System ? ChatRole.System : ChatRole.User,
                        m.Text
                    ));
                    var reply = await clients[call.Model]
                        .GetResponseAsync(messages, call.IsJudge ? judging : answering, stop)
                        .ConfigureAwait(false);
                    if (reply.Text.Length == 0)
                        throw new InvalidOperationException("an empty reply");
                }
            )
            .ConfigureAwait(false);
    }

    private static IEnumerable<(string Model, bool IsJudge, IReadOnlyList<PromptMessage> Messages)> Calls(int questions)
    {
        foreach (var item in Questions.Make(questions))
        {
            foreach (var generator in Sweep.Generators)
            {
                yield return (
                    generator,
                    false,
                    PromptSet.Default.GenerationMessages(new GenerationRequest(item.Id, item.Question, item.ChunkText!))
                );
                var answer = $"{item.GroundTruthAnswer} ({generator})";
                foreach (var judge in Sweep.Judges)
                    yield return (
                        judge,
                        true,
                        PromptSet.Default.ScoreMessages(
                            new ScoreRequest(item.Id, Rubric.Faithfulness, item.Question, item.ChunkText!, answer, item.References),
                            JudgeEvalMode.Direct
                        )
                    );
            }
        }
    }
}
