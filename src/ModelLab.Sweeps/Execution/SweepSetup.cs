using ModelLab.Core;
using ModelLab.Core.Datasets;
using ModelLab.Core.Judging;
using ModelLab.Core.Models;
using ModelLab.Llm.Baselines;
using ModelLab.Llm.Configuration;
using ModelLab.Llm.Roles;
using ModelLab.Records.Deciding;
using ModelLab.Records.Reading;
using ModelLab.Records.Vocabulary;
using ModelLab.Sweeps.Grounding;
using ModelLab.Sweeps.Planning;
using ModelLab.Sweeps.Racing;
using ModelLab.Sweeps.Tiers;

namespace ModelLab.Sweeps.Execution;

/// <summary>A request made definite: files read, models looked up, nothing called yet.</summary>
/// <param name="Spec">What was chosen.</param>
/// <param name="Input">The items.</param>
/// <param name="Settings">How roles ask.</param>
/// <param name="Models">Every model with its endpoint; built-ins have none.</param>
/// <param name="Missing">Models that cannot be called because a key or an endpoint is missing.</param>
/// <param name="Notes">Remarks on the items.</param>
/// <param name="Shortlist">The models that an earlier run chose; null when none did.</param>
public sealed record SweepSetup(
    SweepSpec Spec,
    SweepInput Input,
    RoleSettings Settings,
    IReadOnlyList<(ModelRole Role, ModelRef Model, ModelEndpoint? Endpoint)> Models,
    IReadOnlyList<ExcludedModel> Missing,
    IReadOnlyList<string> Notes,
    Shortlist? Shortlist
)
{
    /// <summary>What makes the run comparable.</summary>
    public Fingerprint Fingerprint => Fingerprint.Of(Spec, Input.Items);

    /// <summary>The models that cost calls.</summary>
    public IEnumerable<ModelRef> Called => Models.Where(m => m.Endpoint is not null).Select(m => m.Model);

    /// <summary>Whether a chosen tier needs a knowledge base and an embedder.</summary>
    public bool NeedsKnowledge => Spec.Tiers.Any(t => t.NeedsKnowledge());

    /// <summary>Which knowledge base and embedder the request means.</summary>
    public KnowledgeSource KnowledgeSource(SweepRequest request) =>
        new(
            request.KnowledgeBase,
            Spec.DatasetFile,
            request.OutputDirectory,
            request.EmbeddingModel,
            request.Approximate,
            request.SkipChecks,
            request.Variables
        );

    /// <summary>The setup on an opened knowledge base; as it is without one.</summary>
    public SweepSetup On(KnowledgeGround? ground) =>
        ground is null
            ? this
            : this with
            {
                Spec = Spec with
                {
                    KnowledgeBase = ground.Base.Location,
                    KnowledgeSha256 = ground.ContentSha256,
                    SearchMode = ground.Base.SearchMode,
                    EmbeddingModel = ground.EmbeddingModel,
                    EmbedderIdentity = ground.Embedder.Identity,
                },
            };

    /// <summary>The setup with what retrieval found; as it is without it.</summary>
    public SweepSetup With(Prepared? prepared) =>
        prepared is null ? this : this with { Input = Input with { Knowledge = prepared.Knowledge, Ux = prepared.Ux } };

    /// <summary>The unique work without the excluded models.</summary>
    public SweepPlan Plan(IEnumerable<ExcludedModel> excluded) => new(CreateTiers(Spec), Input, Spec.Models.Without(excluded));

    /// <summary>Reads what the request names.</summary>
    /// <exception cref="BadInputException">A file, a flag or the configuration cannot be used.</exception>
    public static SweepSetup Read(SweepRequest request, LabEnvironment environment)
    {
        var providers = new ProviderCatalog(environment);
        var resolver = new EndpointResolver(environment, providers, request.Variables);
        var notes = new List<string>();
        var finalists = Finalists.Read(request);
        if (finalists is not null)
        {
            request = finalists.Named(request);
            notes.AddRange(finalists.Shortlist.Roles.Select(r => $"shortlist from {finalists.Spec.Run}: {r.Summary(Language.English)}"));
        }
        var needsGold = request.Tiers.Any(t => t.NeedsQuestions());
        var goldFile = needsGold ? GoldFile(request) : null;
        var pipelineFile = request.Tiers.Contains(Tier.JudgePipeline) ? PipelineFile(request) : null;
        var gold = goldFile is null ? null : GoldDatasetReader.Read(DatasetFiles.Read(goldFile), goldFile);
        var pipeline = pipelineFile is null ? null : ShowDecisionDatasetReader.Read(DatasetFiles.Read(pipelineFile), pipelineFile);
        var questions = Questions(request, gold, goldFile, finalists, notes);
        var items = new SweepItems(
            questions,
            pipeline is null ? [] : finalists?.Fresh(pipeline.Items, notes) ?? pipeline.Items,
            request.Tiers.Contains(Tier.Ux) ? SessionFiles.Read(request.SessionsFile, questions) : []
        );
        if (goldFile is not null && request.Tiers.Any(t => t.NeedsContexts()))
            items.RequireContexts(goldFile, gold!.Items);

        var lineup = LineupReader.Read(request, providers, resolver);
        var models = new List<(ModelRole, ModelRef, ModelEndpoint?)>();
        var missing = new List<ExcludedModel>();
        foreach (var (role, model) in lineup.SelectMany(r => r.Value.Select(m => (r.Key, m))))
        {
            if (model.IsBuiltIn)
                RequireBuiltIn(role, model);
            var resolution = model.IsBuiltIn ? null : resolver.Resolve(role, model);
            if (resolution?.Problem is { } problem)
                missing.Add(new ExcludedModel(role, model.ToString(), problem));
            else
                models.Add((role, model, resolution?.Endpoint));
        }
        var prompts = ReadPrompts(request.PromptsDirectory);
        IReadOnlyList<string> Named(ModelRole role) => lineup.TryGetValue(role, out var refs) ? [.. refs.Select(r => r.ToString())] : [];
        var spec = new SweepSpec
        {
            Tiers = request.Tiers,
            Mode = request.Manual ? "manual" : "synthetic",
            DatasetFile = goldFile,
            DatasetSha256 = gold?.Sha256,
            JudgePipelineFile = pipelineFile,
            JudgePipelineSha256 = pipeline?.Sha256,
            Limit = request.Limit,
            ConsistencyRuns = request.ConsistencyRuns,
            JudgeEvalMode = request.JudgeEvalMode,
            Rubrics = request.Rubrics,
            Models = new ModelLineup(Named(ModelRole.Generation), Named(ModelRole.BenchmarkJudge), Named(ModelRole.ProductionJudge)),
            PromptsSha256 = prompts.Sha256,
            Generation = request.Generation,
            Judging = request.Judging,
            Seed = request.Seed,
            Race = request.Race,
            Shortlist = finalists?.Spec,
            IntrinsicOfChunks = request.IntrinsicOfChunks,
            TopK = request.TopK,
            ContextTopK = request.ContextTopK,
            CacheThreshold = request.CacheThreshold,
            SessionsFile = request.Tiers.Contains(Tier.Ux) ? request.SessionsFile : null,
        };
        RequireRace(spec);
        return new SweepSetup(
            spec,
            new SweepInput(items),
            new RoleSettings(prompts, request.JudgeEvalMode, request.Generation, request.Judging, request.Seed),
            models,
            missing,
            notes,
            finalists?.Shortlist
        );
    }

    private static void RequireRace(SweepSpec spec)
    {
        if (spec.Race is not null && !RaceCourse.Roles.Any(role => RaceCourse.CanRace(spec, role, spec.Models)))
            throw new BadInputException(
                "--race: no role has two models to race: give --generation-models A,B with tier 2 or 3, or --production-judge-models A,B with tier judge_pipeline (benchmark judges do not race)"
            );
    }

    private static IReadOnlyList<GoldItem> Questions(
        SweepRequest request,
        GoldDataset? dataset,
        string? file,
        Finalists? finalists,
        List<string> notes
    )
    {
        if (dataset is null)
            return [];
        var items = dataset.Items;
        if (request.Manual)
        {
            items = DatasetFiles.LeaveOutMarked(items, out var leftOut);
            if (leftOut > 0)
                notes.Add(
                    FormattableString.Invariant(
                        $"{leftOut} of {dataset.Items.Count} items were left out: marked as not usable (is_question_ok, is_answer_ok or is_chunk_ok is 0)"
                    )
                );
            if (items.Count == 0)
                throw new BadInputException($"{file}: every item is marked as not usable: nothing is left to evaluate");
        }
        if (finalists is not null)
            items = finalists.Fresh(items, file!, notes);
        return request.Limit is { } limit && limit < items.Count ? [.. items.Take(limit)] : items;
    }

    private static string GoldFile(SweepRequest request)
    {
        if (request.Manual)
            return request.ManualDataset
                ?? request.Dataset
                ?? throw new BadInputException("--mode manual needs a data set: give --manual-dataset PATH");
        return request.Dataset
            ?? DatasetFiles.NewestGold(DatasetFiles.Folder)
            ?? throw new BadInputException(
                $"no data set found: expected {DatasetFiles.Folder}/dataset_<name>_<yyyyMMdd_HHmmss>.json: give --dataset PATH, or make one with 'dataset import'"
            );
    }

    private static string PipelineFile(SweepRequest request) =>
        request.JudgePipelineDataset
        ?? DatasetFiles.NewestJudgePipeline(DatasetFiles.Folder)
        ?? throw new BadInputException(
            $"tier judge_pipeline needs a labelled data set: expected {DatasetFiles.Folder}/dataset_judge_pipeline_<yyyyMMdd_HHmmss>.json: give --judge-pipeline-dataset PATH"
        );

    private static void RequireBuiltIn(ModelRole role, ModelRef model)
    {
        var known = role switch
        {
            ModelRole.Generation => BuiltInModels.Generators,
            ModelRole.BenchmarkJudge => BuiltInModels.Judges,
            _ => BuiltInModels.Deciders,
        };
        if (!known.Contains(model.Name))
            throw new BadInputException(
                $"{model}: there is no such built-in in this role: choose {string.Join(", ", known.Select(k => ModelRef.BuiltIn(k)))}"
            );
    }

    private static PromptSet ReadPrompts(string? directory)
    {
        if (directory is null)
            return PromptSet.Default;
        if (!Directory.Exists(directory))
            throw new BadInputException($"--prompts {directory}: no such folder");
        var files = Directory
            .EnumerateFiles(directory, "*.txt")
            .ToDictionary(p => Path.GetFileName(p)!, File.ReadAllText, StringComparer.Ordinal);
        if (files.Count == 0)
            throw new BadInputException($"--prompts {directory}: no .txt files in it");
        return PromptSet.WithOverrides(files, directory);
    }

    private static IReadOnlyList<ITier> CreateTiers(SweepSpec spec) =>
        [
            .. spec
                .Tiers.Where(t => t != Tier.Intrinsic)
                .Select<Tier, ITier>(t =>
                    t switch
                    {
                        Tier.Retrieval => new RetrievalTier(spec.ConsistencyRuns, spec.EmbeddingModel!),
                        Tier.Generation => new GenerationTier(spec.ConsistencyRuns, spec.Rubrics, spec.EmbeddingModel),
                        Tier.EndToEnd => new EndToEndTier(spec.ConsistencyRuns, spec.EmbeddingModel!),
                        Tier.JudgeTrial => new JudgeTrialTier(),
                        Tier.JudgePipeline => new JudgePipelineTier(),
                        _ => new UxTier(spec.EmbeddingModel!),
                    }
                ),
        ];
}
