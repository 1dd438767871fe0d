using System.Globalization;
using System.Text.Json;

namespace ModelLab.Core.Datasets;

/// <summary>A data set of questions.</summary>
/// <param name="Items">The items, in the file's order; at least one.</param>
/// <param name="Sha256">The SHA-256 of the file's bytes, hex.</param>
public sealed record GoldDataset(IReadOnlyList<GoldItem> Items, string Sha256);

/// <summary>Reads <c>dataset_*.json</c>: a JSON array of questions with their ideal context and reference answer.</summary>
public static class GoldDatasetReader
{
    /// <summary>Reads a file.</summary>
    /// <param name="utf8Json">Its bytes.</param>
    /// <param name="file">Its name as the user gave it, for messages.</param>
    /// <exception cref="BadInputException">It cannot be used; the message names item and field.</exception>
    public static GoldDataset Read(ReadOnlyMemory<byte> utf8Json, string file)
    {
        var ids = new UniqueIds();
        var items = JsonArrayFile.Items(utf8Json, file).Select(fields => ReadItem(fields, ids)).ToList();
        return new GoldDataset(items, JsonArrayFile.Sha256(utf8Json));
    }

    /// <summary>Reads one item, made of a row of another format.</summary>
    /// <param name="item">An object with a data set's fields.</param>
    /// <param name="file">The file it comes from, for messages.</param>
    /// <param name="index">Its place there, from 0.</param>
    /// <exception cref="BadInputException">It cannot be used; the message names the field.</exception>
    public static GoldItem ReadItem(JsonElement item, string file, int index) =>
        ReadItem(new ItemFields(file, index, item), new UniqueIds());

    private static GoldItem ReadItem(ItemFields fields, UniqueIds ids)
    {
        var question = fields.RequiredText("question");
        var answerable = fields.Mark("answerable") ?? true;
        var answer = fields.Text("ground_truth_answer");
        if (answerable && string.IsNullOrWhiteSpace(answer))
            throw fields.Error(
                "ground_truth_answer",
                (answer is null ? "missing" : "is blank") + ": write the reference answer, or set \"answerable\": false"
            );
        var chunkId = fields.Whole("chunk_id");
        var chunkText = fields.Text("chunk_text");
        return new GoldItem
        {
            Id = ids.Take(
                fields,
                fields.Id("id"),
                ItemId.FromContent(question, answer, chunkId?.ToString(CultureInfo.InvariantCulture) ?? chunkText)
            ),
            Question = question,
            GroundTruthAnswer = answer ?? "",
            GroundTruthAnswers = fields.Texts("ground_truth_answers"),
            ChunkId = chunkId,
            ChunkText = chunkText,
            ConfluenceUrl = fields.Address("confluence_url"),
            RelevantChunkIds = fields.Wholes("relevant_chunk_ids"),
            RelevantUrls = fields.Texts("relevant_urls")?.Where(url => !string.IsNullOrWhiteSpace(url)).ToList(),
            Source = fields.Text("source"),
            QuestionSource = fields.Text("question_source"),
            UserScore = fields.Score("user_score"),
            QuestionAnswerId = fields.Whole("question_answer_id"),
            IsQuestionOk = fields.Mark("is_question_ok"),
            IsAnswerOk = fields.Mark("is_answer_ok"),
            IsChunkOk = fields.Mark("is_chunk_ok"),
            Notes = fields.Text("notes"),
            Answerable = answerable,
            SessionId = fields.Id("session_id"),
            Turn = fields.Position("turn"),
            RephrasesTurn = fields.Position("rephrases_turn"),
            HumanScore = fields.Score("human_score"),
            Extra = fields.Rest(),
        };
    }
}
