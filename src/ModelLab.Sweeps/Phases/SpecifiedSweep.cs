using ModelLab.Core;
using ModelLab.Core.Datasets;
using ModelLab.Records.Reading;
using ModelLab.Records.Vocabulary;
using ModelLab.Sweeps.Requests;
using ModelLab.Sweeps.Retrieval;
using ModelLab.Sweeps.Tiers;

namespace ModelLab.Sweeps.Phases;

/// <summary>A sweep whose spec is whole: what will be run, on which items and on which knowledge base, is settled.</summary>
internal sealed class SpecifiedSweep : IAsyncDisposable
{
    /// <summary>Makes it on an opened knowledge base, which it disposes of.</summary>
    /// <param name="read">What was read.</param>
    /// <param name="retriever">The knowledge base; null when neither a tier nor an analysis needs one.</param>
    public SpecifiedSweep(ReadSweep read, Retriever? retriever)
    {
        var (request, data) = (read.Request, read.Data);
        (Read, Retriever) = (read, retriever);
        Spec = new SweepSpec(request, read.Models.Lineup, read.Settings.Prompts.Sha256)
        {
            DataLanguage = data.Language,
            DatasetFile = data.Questions?.Path,
            DatasetSha256 = data.Questions?.Sha256,
            JudgePipelineFile = data.Labelled?.Path,
            JudgePipelineSha256 = data.Labelled?.Sha256,
            EmbeddingModel = retriever?.EmbeddingModel,
            EmbedderIdentity = retriever?.Embedder.Identity,
            KnowledgeBase = retriever?.Base.Location,
            KnowledgeSha256 = retriever?.ContentSha256,
            SearchMode = retriever?.Base.SearchMode ?? SearchMode.Exact,
            SessionsFile = request.Tiers.Contains(Tier.Ux) ? request.SessionsFile : null,
            Shortlist = read.Shortlist?.Spec,
            Definitions = read.Models.Definitions.Count > 0 ? read.Models.Definitions : null,
        };
        Fingerprint = Fingerprint.Of(Spec, data.Items);
    }

    /// <summary>What was read.</summary>
    public ReadSweep Read { get; }

    /// <summary>The knowledge base and its embedder; null when neither a tier nor an analysis needs one.</summary>
    public Retriever? Retriever { get; }

    /// <summary>What was chosen.</summary>
    public SweepSpec Spec { get; }

    /// <summary>What makes the run comparable.</summary>
    public Fingerprint Fingerprint { get; }

    /// <summary>Claims the newest unfinished run of this spec, else a new one.</summary>
    /// <exception cref="BadInputException">A budget cannot be kept, or the output directory cannot be written.</exception>
    public ClaimedSweep Claim(SweepCalls calls, TimeProvider time)
    {
        if (Read.Request.Budget is not null && Retriever?.Embedder is ProviderEmbedder remote)
            Read.Prices.RequireFor([.. Read.Models.Called, remote.Model]);
        var claim = RunClaim.Take(Read.Request.OutputDirectory, Spec, Read.Data.Items, Read.Request.AsksAnew, time.GetLocalNow());
        return new ClaimedSweep(this, calls, claim, time);
    }

    /// <summary>Retrieves for all questions, and plans the work.</summary>
    /// <exception cref="BadInputException">The knowledge base is empty, or its embeddings do not fit.</exception>
    public async Task<PlannedSweep> PlanAsync(CancellationToken cancellationToken)
    {
        if (Retriever is null || !Read.NeedsKnowledge)
            return new PlannedSweep(this, TierFactory.Create(Spec), []);
        var found = await new KnowledgePreparation(Retriever)
            .RunAsync(Spec, Read.Data.Items.Gold, Read.Data.Items.Turns, cancellationToken)
            .ConfigureAwait(false);
        return new PlannedSweep(this, TierFactory.Create(Spec, Retriever.EmbeddingModel, found), found.Measured);
    }

    /// <inheritdoc />
    public ValueTask DisposeAsync() => Retriever?.DisposeAsync() ?? ValueTask.CompletedTask;
}
