using System.Text.Json;

namespace ModelLab.Core.Datasets;

/// <summary>A data set of labelled show decisions.</summary>
/// <param name="Items">The items, in the file's order; at least one.</param>
/// <param name="Sha256">The SHA-256 of the file's bytes, hex.</param>
public sealed record ShowDecisionDataset(IReadOnlyList<ShowDecisionItem> Items, string Sha256);

/// <summary>Reads <c>dataset_judge_pipeline_*.json</c>: a JSON array of answers with the label whether to show them.</summary>
public static class ShowDecisionDatasetReader
{
    /// <summary>Reads a file.</summary>
    /// <param name="utf8Json">Its bytes.</param>
    /// <param name="file">Its name as the user gave it, for messages.</param>
    /// <exception cref="BadInputException">It cannot be used; the message names item and field.</exception>
    public static ShowDecisionDataset Read(ReadOnlyMemory<byte> utf8Json, string file)
    {
        var ids = new UniqueIds();
        var items = JsonArrayFile.Items(utf8Json, file).Select(fields => ReadItem(fields, ids)).ToList();
        return new ShowDecisionDataset(items, JsonArrayFile.Sha256(utf8Json));
    }

    /// <summary>Reads one item, made of a row of another format.</summary>
    /// <param name="item">An object with a labelled set's fields.</param>
    /// <param name="file">The file it comes from, for messages.</param>
    /// <param name="index">Its place there, from 0.</param>
    /// <exception cref="BadInputException">It cannot be used; the message names the field.</exception>
    public static ShowDecisionItem ReadItem(JsonElement item, string file, int index) =>
        ReadItem(new ItemFields(file, index, item), new UniqueIds());

    private static ShowDecisionItem ReadItem(ItemFields fields, UniqueIds ids)
    {
        var question = fields.RequiredText("question");
        var answer = fields.Text("answer") ?? throw fields.Error("answer", "missing: every item needs it, \"\" for none");
        var context = fields.Text("context") ?? throw fields.Error("context", "missing: every item needs it, \"\" for none");
        return new ShowDecisionItem
        {
            Id = ids.Take(fields, fields.Id("id"), ItemId.FromContent(question, answer, context)),
            Question = question,
            Answer = answer,
            Context = context,
            GroundTruthShow = fields.Label("ground_truth_show"),
            Rationale = fields.Text("rationale"),
            Defect = fields.Text("defect"),
            ConfluenceUrl = fields.Address("confluence_url"),
            Extra = fields.Rest(),
        };
    }
}
