using ModelLab.Llm.Limits;
using ModelLab.Llm.Money;
using ModelLab.Records.Deciding;
using ModelLab.Records.Vocabulary;
using ModelLab.Sweeps.Forecasting;

namespace ModelLab.Sweeps.Phases;

/// <summary>Where a run tells how it goes.</summary>
public interface IRunScreen
{
    /// <summary>What the run uses, before anything is done with it.</summary>
    void Using(IReadOnlyList<UsedInput> inputs);

    /// <summary>An earlier run chose models.</summary>
    void Shortlisted(Shortlist shortlist);

    /// <summary>A model cannot be called.</summary>
    void ModelExcluded(ExcludedModel model);

    /// <summary>What a race may save, before its first call.</summary>
    void Racing(RaceOutlook outlook);

    /// <summary>A model does not answer yet; it is waited for as long as this, because it may be loading.</summary>
    void Waiting(string model, TimeSpan atMost);

    /// <summary>
    /// The sweep is under way. Shows its progress from the detail file until the token is cancelled, then once more, and returns. The units
    /// altogether become fewer when a race drops a model.
    /// </summary>
    Task WatchAsync(
        string detailFile,
        Func<int> totalUnits,
        SpendLedger spending,
        Func<IReadOnlyList<SlowModel>> slow,
        CancellationToken untilDone
    );
}
