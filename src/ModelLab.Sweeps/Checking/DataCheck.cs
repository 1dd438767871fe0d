using System.Globalization;
using ModelLab.Core;
using ModelLab.Core.Datasets;
using ModelLab.Knowledge;
using ModelLab.Knowledge.Embedders;
using ModelLab.Knowledge.Opening;
using ModelLab.Knowledge.Postgres;
using ModelLab.Llm.Calls;
using ModelLab.Llm.Configuration;
using ModelLab.Sweeps.Execution;
using ModelLab.Sweeps.Journal;
using ModelLab.Sweeps.Requests;
using ModelLab.Sweeps.Retrieval;

namespace ModelLab.Sweeps.Checking;

/// <summary>Looks at data sets, the knowledge base, the embedder and the journal, as a run without flags would take them.</summary>
internal static class DataCheck
{
    /// <summary>The data sets that would be taken, and those that are passed over.</summary>
    public static IEnumerable<Finding> Datasets()
    {
        var (gold, labelled) = (
            DatasetFiles.NewestGold(DatasetFiles.Folder).Path,
            DatasetFiles.NewestJudgePipeline(DatasetFiles.Folder).Path
        );
        yield return Dataset("data set", gold, f => GoldDatasetReader.Read(DatasetFiles.Read(f), f).Items.Count, "--dataset PATH");
        yield return Dataset(
            "labelled set",
            labelled,
            f => ShowDecisionDatasetReader.Read(DatasetFiles.Read(f), f).Items.Count,
            "--judge-pipeline-dataset PATH"
        );
        if (!Directory.Exists(DatasetFiles.Folder))
            yield break;
        var others = Directory
            .EnumerateFiles(DatasetFiles.Folder, "dataset_*.json")
            .Select(f => f.Replace('\\', '/'))
            .Where(f => f != gold && f != labelled)
            .Order(StringComparer.Ordinal)
            .ToList();
        if (others.Count > 0)
            yield return Finding.Ok("data sets", $"passed over: {string.Join(", ", others)} (a flag names them)");
    }

    /// <summary>The knowledge base; a database is opened, a file is not indexed for this.</summary>
    public static async Task<Finding> KnowledgeAsync(LabEnvironment environment, CancellationToken cancellationToken)
    {
        const string Subject = "knowledge base";
        try
        {
            var location = KnowledgeFiles.Find(null, DatasetFiles.NewestGold(DatasetFiles.Folder).Path, environment);
            if (!PostgresSettings.IsUrl(location))
                return Finding.Ok(Subject, $"{location} would be taken");
            var options = new KnowledgeBaseOptions { IndexFolder = SweepRequest.DefaultOutput, Environment = name => environment[name] };
            await using var knowledge = await KnowledgeBases.OpenAsync(location, options, cancellationToken).ConfigureAwait(false);
            var name = environment[RetrieverSource.EmbedderVariable] ?? LexicalEmbedder.Name;
            var count = await knowledge.CountAsync(KnowledgePart.Chunks, name, cancellationToken).ConfigureAwait(false);
            var text = string.Create(CultureInfo.InvariantCulture, $"{knowledge.Location} answers and holds {count.Items} chunks");
            return count.Items > 0 ? Finding.Ok(Subject, text) : Finding.Warning(Subject, text, "modellab kb import");
        }
        catch (BadInputException e)
        {
            return Finding.Warning(Subject, e.Message, "tiers 0, 1, 3 and ux need one: modellab kb import, or --knowledge-base PATH");
        }
    }

    /// <summary>The embedder; one behind an endpoint is asked for one vector.</summary>
    public static async Task<Finding> EmbedderAsync(
        LabEnvironment environment,
        TimeProvider time,
        TimeSpan timeout,
        CancellationToken cancellationToken
    )
    {
        const string Subject = "embedder";
        if (environment[RetrieverSource.EmbedderVariable] is not { } name)
            return Finding.Ok(
                Subject,
                $"{LexicalEmbedder.Name} (compares words, not meaning); {RetrieverSource.EmbedderVariable} names another"
            );
        var providers = new ProviderCatalog(environment);
        using var calls = new CheckCalls(environment, time, timeout);
        var inputs = new EmbedderInputs(
            () => ["a text"],
            "",
            providers,
            new EndpointResolver(environment, providers, new KeyVariableOverrides()),
            calls.Caller
        );
        try
        {
            using var embedder = Embedders.Create(name, inputs);
            var vectors = await embedder.GenerateAsync(["a text"], null, cancellationToken).ConfigureAwait(false);
            return Finding.Ok(
                Subject,
                string.Create(CultureInfo.InvariantCulture, $"{name} gives vectors of {vectors[0].Vector.Length} dimensions")
            );
        }
        catch (Exception e) when (e is BadInputException or EmbeddingFailedException)
        {
            return Finding.Error(Subject, e.Message, $"set {RetrieverSource.EmbedderVariable} anew, or unset it");
        }
    }

    /// <summary>The journal of an output directory.</summary>
    public static Finding Journal(string directory)
    {
        var path = Path.Combine(directory, CallJournal.FileName);
        if (!File.Exists(path))
            return Finding.Ok("journal", $"none yet in {directory}");
        try
        {
            var calls = JournalFile.Stats(path).Sum(s => s.Calls);
            return Finding.Ok("journal", string.Create(CultureInfo.InvariantCulture, $"{path} holds {calls} calls"));
        }
        catch (BadInputException e)
        {
            return Finding.Error("journal", e.Message, $"move {path} away: a run makes a new one, and pays for its calls again");
        }
    }

    private static Finding Dataset(string subject, string? file, Func<string, int> count, string flag)
    {
        if (file is null)
            return Finding.Warning(
                subject,
                $"none in {DatasetFiles.Folder} with a date and time in its name",
                $"give {flag}, or try 'modellab demo'"
            );
        try
        {
            return Finding.Ok(subject, string.Create(CultureInfo.InvariantCulture, $"{file} would be taken ({count(file)} items)"));
        }
        catch (BadInputException e)
        {
            return Finding.Error(subject, e.Message, $"mend it, or give {flag}");
        }
    }
}
