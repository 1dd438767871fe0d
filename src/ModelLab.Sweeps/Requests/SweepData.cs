using ModelLab.Core;
using ModelLab.Core.Datasets;
using ModelLab.Core.Text;
using ModelLab.Records.Vocabulary;
using ModelLab.Records.Vocabulary.Metrics;

namespace ModelLab.Sweeps.Requests;

/// <summary>A file that items were read from.</summary>
/// <param name="Path">The file as it was named.</param>
/// <param name="Sha256">The SHA-256 of its bytes, hex.</param>
/// <param name="Items">How many it holds.</param>
/// <param name="PassedOver">Which files were passed over for it, and why; null where there was no choice.</param>
public sealed record DataFile(string Path, string Sha256, int Items, Remark? PassedOver);

/// <summary>The items of a request, and where they come from.</summary>
/// <param name="Items">The items.</param>
/// <param name="Questions">The data set; null when no chosen tier needs it.</param>
/// <param name="Labelled">The judge-pipeline data set; null when no chosen tier needs it.</param>
/// <param name="Notes">Which items were left out, and why.</param>
/// <param name="Language">The language of the questions, as it was told, else as it was found out.</param>
public sealed record SweepData(
    SweepItems Items,
    DataFile? Questions,
    DataFile? Labelled,
    IReadOnlyList<Remark> Notes,
    DataLanguage Language
)
{
    /// <summary>Reads the files that the chosen tiers need.</summary>
    /// <param name="request">The request.</param>
    /// <param name="shortlist">Whose questions are left out; null when no earlier run chose models.</param>
    /// <exception cref="BadInputException">There is no such file, it cannot be read, or nothing in it is left to evaluate.</exception>
    internal static SweepData Read(SweepRequest request, ShortlistedModels? shortlist)
    {
        var goldFound = request.Tiers.Any(t => t.NeedsQuestions()) ? Gold(request) : null;
        var pipelineFound = request.Tiers.Contains(Tier.JudgePipeline) ? Pipeline(request) : null;
        var (goldFile, pipelineFile) = (goldFound?.Path, pipelineFound?.Path);
        List<Remark> notes = [.. new[] { goldFound?.Note, pipelineFound?.Note }.OfType<Remark>()];
        var gold = goldFile is null ? null : GoldDatasetReader.Read(DatasetFiles.Read(goldFile), goldFile);
        var pipeline = pipelineFile is null ? null : ShowDecisionDatasetReader.Read(DatasetFiles.Read(pipelineFile), pipelineFile);
        var questions = gold is null ? [] : Chosen(request, gold, goldFile!, shortlist, notes);
        var items = new SweepItems(
            questions,
            pipeline is null ? [] : shortlist?.Fresh(pipeline.Items, notes) ?? pipeline.Items,
            request.Tiers.Contains(Tier.Ux) ? SessionFiles.Read(request.SessionsFile, questions) : []
        );
        if (gold is not null && request.Tiers.Any(t => t.NeedsContexts()))
            items.RequireContexts(goldFile!, gold.Items);
        return new SweepData(
            items,
            gold is null ? null : new DataFile(goldFile!, gold.Sha256, gold.Items.Count, goldFound!.Note),
            pipeline is null ? null : new DataFile(pipelineFile!, pipeline.Sha256, pipeline.Items.Count, pipelineFound!.Note),
            notes,
            request.DataLanguage ?? DataLanguages.Of(items.Gold.Select(g => g.Question).Concat(items.ShowDecisions.Select(i => i.Question)))
        );
    }

    private static IReadOnlyList<GoldItem> Chosen(
        SweepRequest request,
        GoldDataset dataset,
        string file,
        ShortlistedModels? shortlist,
        List<Remark> notes
    )
    {
        var items = dataset.Items;
        if (request.IsManual)
        {
            items = DatasetFiles.LeaveOutMarked(items, out var leftOut);
            if (leftOut > 0)
                notes.Add(NoteText.Remark(NoteCode.ItemsNotUsable, ("left_out", leftOut), ("of", dataset.Items.Count)));
            if (items.Count == 0)
                throw new BadInputException($"{file}: every item is marked as not usable: nothing is left to evaluate");
        }
        if (shortlist is not null)
            items = shortlist.Fresh(items, file, notes);
        return request.Limit is { } limit && limit < items.Count ? [.. items.Take(limit)] : items;
    }

    private static FoundDataset Gold(SweepRequest request)
    {
        if (request.IsManual)
            return FoundDataset.Named(
                request.ManualDataset
                    ?? request.Dataset
                    ?? throw new BadInputException("--mode manual needs a data set: give --manual-dataset PATH")
            );
        if (request.Dataset is { } named)
            return FoundDataset.Named(named);
        var found = DatasetFiles.NewestGold(DatasetFiles.Folder);
        return found.Path is not null
            ? found
            : throw new BadInputException(
                $"no data set found: expected {DatasetFiles.Folder}/dataset_<name>_<yyyyMMdd_HHmmss>.json{found.Undecided}: give --dataset "
                    + $"PATH, or make one with 'dataset import'"
            );
    }

    private static FoundDataset Pipeline(SweepRequest request)
    {
        if (request.JudgePipelineDataset is { } named)
            return FoundDataset.Named(named);
        var found = DatasetFiles.NewestJudgePipeline(DatasetFiles.Folder);
        return found.Path is not null
            ? found
            : throw new BadInputException(
                $"tier judge_pipeline needs a labelled data set: expected "
                    + $"{DatasetFiles.Folder}/dataset_judge_pipeline_<yyyyMMdd_HHmmss>.json{found.Undecided}: give --judge-pipeline-dataset PATH"
            );
    }
}
