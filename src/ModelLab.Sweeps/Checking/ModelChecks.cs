using ModelLab.Core.Judging;
using ModelLab.Core.Models;
using ModelLab.Core.Money;
using ModelLab.Core.Roles;
using ModelLab.Llm.Calls;
using ModelLab.Llm.Configuration;

namespace ModelLab.Sweeps.Checking;

/// <summary>
/// Asks models one small question each, as a run would: with a system's text, temperature 0, a token limit, a schema, and streamed. What an
/// endpoint refuses of that is left out as in a run, and told. Nothing is journalled, and nothing is asked again because it failed.
/// </summary>
/// <param name="environment">The variables, for keys that must not be shown.</param>
/// <param name="prices">What calls cost.</param>
/// <param name="time">The clock.</param>
/// <param name="timeout">The longest an attempt may take.</param>
public sealed class ModelChecks(LabEnvironment environment, PriceList prices, TimeProvider time, TimeSpan timeout) : IDisposable
{
    // Room for the thoughts of a model that thinks.
    private const int MostTokens = 512;

    private const int EndpointsAtOnce = 8;

    private static readonly IReadOnlyList<PromptMessage> Question =
    [
        new(PromptRole.System, "You answer with JSON and nothing else."),
        new(PromptRole.User, """Answer with the JSON object {"score": 5}."""),
    ];

    // An assistant is asked as people ask it.
    private static readonly IReadOnlyList<PromptMessage> Greeting = [new(PromptRole.User, "Здравствуйте! Чем вы можете помочь?")];

    private readonly CheckCalls _calls = new(environment, time, timeout);

    /// <summary>Checks models, those of one endpoint one after another: many allow one request a second.</summary>
    /// <param name="models">The models by name, each with what was found out about its endpoint.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <returns>The results in the order of the models.</returns>
    public async Task<IReadOnlyList<ModelCheck>> RunAsync(
        IReadOnlyList<(ModelRef Model, EndpointResolution Found)> models,
        CancellationToken cancellationToken
    )
    {
        var checks = new ModelCheck[models.Count];
        var lanes = models.Select((m, i) => (m.Model, m.Found, Index: i)).GroupBy(m => m.Found.Endpoint?.EndpointId);
        await Parallel
            .ForEachAsync(
                lanes,
                new ParallelOptions { MaxDegreeOfParallelism = EndpointsAtOnce, CancellationToken = cancellationToken },
                async (lane, stop) =>
                {
                    foreach (var (model, found, index) in lane)
                        checks[index] = found.Endpoint is { } endpoint
                            ? await (
                                endpoint.Assistant is null ? CheckAsync(endpoint, stop) : CheckAssistantAsync(endpoint, stop)
                            ).ConfigureAwait(false)
                            : new ModelCheck(model.ToString(), null, null, null) { Fault = found.Problem };
                }
            )
            .ConfigureAwait(false);
        return checks;
    }

    /// <inheritdoc />
    public void Dispose() => _calls.Dispose();

    private async Task<ModelCheck> CheckAsync(ModelEndpoint endpoint, CancellationToken cancellationToken)
    {
        var adaptations = new EndpointAdaptations();
        var call = new ModelCall
        {
            Endpoint = endpoint,
            Messages = Question,
            Sampling = new Sampling(0, MostTokens),
            Schema = ReplySchemas.Score(JudgeEvalMode.Direct),
        };
        Task<CallResult> AskAsync(bool stream) => _calls.Attempts(adaptations, stream).CallAsync(call, cancellationToken);

        var result = await AskAsync(stream: true).ConfigureAwait(false);
        // What is no stream may be a whole reply, or a page that says more of itself when it is read as one.
        if (result.ErrorClass == CallErrorClass.Malformed)
            result = await AskAsync(stream: false).ConfigureAwait(false);
        var fault = CheckFault.Of(result, endpoint);
        var check = new ModelCheck(endpoint.Model.ToString(), endpoint.ModelId, endpoint.EndpointId, endpoint.KeyVariable)
        {
            Fault = fault,
        };
        if (fault is not null)
            return check;
        var tokens = result.Tokens;
        // Many tell tokens only of replies that come whole, as a run asks for them.
        if (tokens is not { Input: > 0, Output: > 0 })
            tokens = (await AskAsync(stream: false).ConfigureAwait(false)).Tokens;
        var adapted = adaptations.For(endpoint);
        var price = prices.For(endpoint.Model.ToString());
        var answersJson = ScoreParser.Parse(result.Text!).Score is not null;
        return check with
        {
            JsonMode =
                adapted.HasFlag(Adaptations.NoResponseFormat) ? JsonMode.Prompt
                : adapted.HasFlag(Adaptations.JsonObject) ? JsonMode.Object
                : JsonMode.Schema,
            AnswersJson = answersJson,
            Streams = result.FirstTokenMs is not null,
            Adapted = EndpointAdaptations.Describe(adapted),
            LatencyMs = result.LatencyMs,
            FirstTokenMs = result.FirstTokenMs,
            ReturnedModel = result.ReturnedModel,
            InputTokens = tokens.Input is > 0 ? tokens.Input : null,
            OutputTokens = tokens.Output is > 0 ? tokens.Output : null,
            Reasons = result.Reasoning is not null || tokens.Reasoning is > 0,
            Cost = tokens is { Input: > 0, Output: > 0 } ? price?.Cost(tokens) : null,
            Currency = price?.Currency,
            Warnings = [.. Warnings(endpoint, tokens, answersJson, price)],
        };
    }

    private async Task<ModelCheck> CheckAssistantAsync(ModelEndpoint endpoint, CancellationToken cancellationToken)
    {
        var call = new ModelCall
        {
            Endpoint = endpoint,
            Messages = Greeting,
            Sampling = new Sampling(null, null),
        };
        var result = await _calls.Caller.CallAsync(call, cancellationToken).ConfigureAwait(false);
        return new ModelCheck(endpoint.Model.ToString(), endpoint.ModelId, endpoint.EndpointId, endpoint.KeyVariable)
        {
            Fault = CheckFault.Of(result, endpoint),
            LatencyMs = result.Succeeded ? result.LatencyMs : null,
            InputTokens = result.Tokens.Input,
            OutputTokens = result.Tokens.Output,
            Sources = result.Sources?.Count,
            IsAssistant = true,
            Warnings =
                result.Succeeded && result.Sources is null && endpoint.Assistant!.Sources is { } path
                    ? [$"names no sources for a greeting: where questions have none either, see its 'sources' path {path}"]
                    : [],
        };
    }

    private static IEnumerable<string> Warnings(ModelEndpoint endpoint, TokenUsage tokens, bool answersJson, Price? price)
    {
        if (!answersJson)
            yield return "does not answer in JSON: as a judge many of its replies would not be understood";
        if (tokens is not { Input: > 0, Output: > 0 })
            yield return "reports no tokens: they are counted here, and costs are estimates";
        if (price is null && !endpoint.BaseUrl.IsLoopback)
            yield return $"has no price: add one to {Requests.PriceFile.Default} or to the models file ('modellab models prices' says how)";
    }
}
