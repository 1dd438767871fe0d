using ModelLab.Core.Roles;
using ModelLab.Knowledge.Embedders;
using ModelLab.Records.Vocabulary;
using ModelLab.Sweeps.Execution;
using ModelLab.Sweeps.Tiers;

namespace ModelLab.Sweeps.Forecasting;

/// <summary>Keeps the answers of one question's generator while its scorings are walked.</summary>
internal sealed class ForecastTierContext(ICallableModels models, SweepItems items) : ITierContext
{
    private string? _answer,
        _evidence;

    public SweepItems Items => items;

    /// <summary>Whether the generator was not asked yet, so that there will be an answer which is not known.</summary>
    public bool AnswerIsOpen { get; set; }

    public IAnswerGenerator Generator(string model) => models.Generator(model);

    public IAnswerJudge Judge(string model) => models.Judge(model);

    public IShowDecider Decider(string model) => models.Decider(model);

    public ValueTask KeepAnswerAsync(AnswerRow answer, CancellationToken cancellationToken)
    {
        if (answer.Repeat == 0)
            (_answer, _evidence) = (answer.Text, answer.Reasoning);
        return ValueTask.CompletedTask;
    }

    public IEmbedder Embedder => throw new NotSupportedException("a forecast embeds nothing");

    public string? Answer(Tier tier, string itemId, string generator, int repeat) => _answer ?? (AnswerIsOpen ? "" : null);

    public string? Evidence(Tier tier, string itemId, string generator) => _evidence;

    public void Forget() => (_answer, _evidence, AnswerIsOpen) = (null, null, false);
}
