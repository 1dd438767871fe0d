using ModelLab.Core;
using ModelLab.Core.Money;
using ModelLab.Llm.Calls;
using ModelLab.Llm.Configuration;
using ModelLab.Llm.Roles;
using ModelLab.Records.Deciding;
using ModelLab.Records.Reading;
using ModelLab.Records.Vocabulary;
using ModelLab.Records.Vocabulary.Metrics;
using ModelLab.Sweeps.Racing;
using ModelLab.Sweeps.Requests;
using ModelLab.Sweeps.Retrieval;

namespace ModelLab.Sweeps.Phases;

/// <summary>A sweep whose files are read and whose models are looked up. Nothing is opened, called or written yet.</summary>
/// <param name="Request">What was asked for, with the models that an earlier run chose.</param>
/// <param name="Environment">The variables.</param>
/// <param name="Prices">What calls cost.</param>
/// <param name="Baselines">What a good system reaches.</param>
/// <param name="Data">The items.</param>
/// <param name="Models">The models.</param>
/// <param name="Settings">How roles ask.</param>
/// <param name="Shortlist">The models that an earlier run chose; null when none did.</param>
internal sealed record ReadSweep(
    SweepRequest Request,
    LabEnvironment Environment,
    PriceList Prices,
    Baselines Baselines,
    SweepData Data,
    SweepModels Models,
    RoleSettings Settings,
    ShortlistedModels? Shortlist
)
{
    /// <summary>Whether a chosen tier needs a knowledge base and an embedder.</summary>
    public bool NeedsKnowledge => Request.Tiers.Any(t => t.NeedsKnowledge());

    /// <summary>Remarks on the models and the items.</summary>
    public IReadOnlyList<Remark> Notes =>
        [
            .. Models.Definitions.Select(d => NoteText.Remark(NoteCode.ModelDefinition, ("name", d.Name), ("meaning", d.Meaning))),
            .. LeftOut,
            .. Shortlist?.Notes ?? [],
            .. Data.Notes,
        ];

    // Tier 2 gives the context with the question.
    private IEnumerable<Remark> LeftOut =>
        Request.Tiers.Contains(Tier.Generation)
            ? Models.WithoutContext.Select(m => NoteText.Remark(NoteCode.LeftOutOfTier2, ("model", m), ("missing", AssistantForm.Context)))
            : [];

    /// <summary>Reads what the request names.</summary>
    /// <exception cref="BadInputException">A file, a flag or the configuration cannot be used.</exception>
    /// <exception cref="NothingToEvaluateException">A needed role has no model that could be called.</exception>
    public static ReadSweep Read(SweepRequest request, LabEnvironment environment, IRunScreen screen)
    {
        environment = environment.With(ModelsFile.Read(request.ModelsFile));
        var providers = new ProviderCatalog(environment);
        var endpoints = new EndpointResolver(environment, providers, request.Variables);
        var shortlist = ShortlistedModels.Read(request);
        request = shortlist?.Named(request) ?? request;
        var data = SweepData.Read(request, shortlist);
        var models = SweepModels.Read(request, providers, endpoints);
        var prices = PriceFile.Read(request.PricingFile, environment).WithFree(models.OnThisMachine);
        var prompts = PromptFiles.Read(request.PromptsDirectory, data.Language, request.Assistant);
        RequireRace(request, models.Lineup);
        if (shortlist is not null)
            screen.Shortlisted(shortlist.Shortlist);
        foreach (var model in models.Missing)
            screen.ModelExcluded(model);
        RequireModels(request.Tiers, models.Lineup, models.Missing);
        RequireContexts(request.Tiers, models);
        return new ReadSweep(
            request,
            environment,
            prices,
            BaselineFile.Read(request.BaselinesFile),
            data,
            models,
            new RoleSettings(prompts, request.JudgeEvalMode, request.Generation, request.Judging, request.Seed),
            shortlist
        );
    }

    /// <summary>Opens the knowledge base where a tier or an analysis needs it, which makes the spec whole.</summary>
    /// <param name="embeddings">Makes the calls of an embedder behind an endpoint.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <exception cref="BadInputException">The knowledge base or the embedder cannot be used.</exception>
    public async Task<SpecifiedSweep> SpecifyAsync(IModelCaller embeddings, CancellationToken cancellationToken)
    {
        if (!NeedsKnowledge && !Request.Analyses.Any)
            return new SpecifiedSweep(this, retriever: null);
        var source = new RetrieverSource(
            Request.KnowledgeBase,
            Data.Questions?.Path,
            Request.OutputDirectory,
            Request.EmbeddingModel,
            Request.SearchMode,
            Request.SkipChecks,
            Request.Variables
        );
        return new SpecifiedSweep(this, await source.OpenAsync(Environment, embeddings, cancellationToken).ConfigureAwait(false));
    }

    /// <summary>Checks that every role which the tiers need has a model left.</summary>
    /// <exception cref="NothingToEvaluateException">One has none.</exception>
    public static void RequireModels(IReadOnlyList<Tier> tiers, ModelLineup named, IReadOnlyList<ExcludedModel> excluded)
    {
        var lineup = named.Without(excluded);
        foreach (var role in tiers.SelectMany(t => t.Roles()).Distinct())
            if (lineup.Of(role).Count == 0)
                throw new NothingToEvaluateException(role, excluded);
    }

    private static void RequireContexts(IReadOnlyList<Tier> tiers, SweepModels models)
    {
        if (tiers.Contains(Tier.Generation) && !models.Lineup.Without(models.Missing).Generators.Except(models.WithoutContext).Any())
            throw new BadInputException(
                $"--tier 2 gives models the ideal context, and {string.Join(", ", models.WithoutContext)} takes none: add "
                    + $"{AssistantForm.Context} to its body in the models file, name another model too, or leave tier 2 out (--tier 3)"
            );
    }

    private static void RequireRace(SweepRequest request, ModelLineup lineup)
    {
        if (request.Race is not null && !RaceDesign.Roles.Any(role => RaceDesign.CanRace(request.Tiers, role, lineup)))
            throw new BadInputException(
                "--race: no role has two models to race: give --generation-models A,B with tier 2 or 3, or --production-judge-models "
                    + "A,B with tier judge_pipeline (benchmark judges do not race)"
            );
    }
}
