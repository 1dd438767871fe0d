using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using ModelLab.Core.Metrics.Text;
using ModelLab.Core.Statistics;
using ModelLab.Records.Reading;
using ModelLab.Records.Vocabulary;

namespace ModelLab.Scoring;

/// <summary>How <c>score</c>'s results are written. Field names are a contract; undefined is null.</summary>
public static class ScoreJson
{
    /// <summary>Texts, every row included.</summary>
    public static string Text(TextScores result) =>
        Write(json =>
        {
            json.WriteString("file", result.File);
            json.WriteStartObject("settings");
            json.WriteString("tokenizer", result.Options.Tokenizer.Name);
            json.WriteString("bleu_tokenizer", result.Options.BleuTokenizer.Name);
            json.WriteString("smoothing", result.Options.Smoothing);
            json.WriteString("cluster", result.ClusterField);
            json.WriteEndObject();
            Scores(json, "aggregates", result.Aggregates);
            Rows(json, "rows", "id", result.Rows, TextScoring.Metrics);
        });

    /// <summary>Retrieval, every query included.</summary>
    public static string Text(RetrievalScores result) =>
        Write(json =>
        {
            json.WriteString("qrels", result.QrelsFile);
            json.WriteString("run", result.RunFile);
            json.WriteStartObject("settings");
            json.WriteStartArray("cutoffs");
            foreach (var k in result.Cutoffs)
                json.WriteNumberValue(k);
            json.WriteEndArray();
            json.WriteBoolean("complete", result.Complete);
            json.WriteNumber("seed", result.Seed);
            json.WriteEndObject();
            json.WriteNumber("missing_queries", result.MissingQueries);
            json.WriteNumber("unjudged_queries", result.UnjudgedQueries);
            json.WriteNumber("queries_without_relevant", result.QueriesWithoutRelevant);
            Scores(json, "aggregates", result.Aggregates);
            Rows(json, "queries", "query", result.Rows, result.Metrics);
        });

    /// <summary>Labels, every pair of raters included.</summary>
    public static string Text(LabelScores result) =>
        Write(json =>
        {
            json.WriteString("file", result.File);
            Texts(json, "raters", result.Raters);
            json.WriteString("truth", result.Truth);
            json.WriteString("positive", result.Positive);
            json.WriteString("scale", Names.Of(result.Scale));
            Texts(json, "labels", result.Labels);
            json.WriteNumber("units", result.Units);
            json.WriteNumber("missing", result.Missing.Count);
            Scores(json, "overall", result.Overall);
            json.WriteStartArray("pairs");
            foreach (var pair in result.Pairs)
            {
                json.WriteStartObject();
                json.WriteString("first", pair.First);
                json.WriteString("second", pair.Second);
                Scores(json, "scores", pair.Scores);
                json.WriteEndObject();
            }
            json.WriteEndArray();
        });

    private static void Scores(Utf8JsonWriter json, string name, IReadOnlyList<Score> scores)
    {
        json.WriteStartArray(name);
        foreach (var score in scores)
        {
            json.WriteStartObject();
            json.WriteString("metric", score.Metric);
            Number(json, "value", score.Value);
            json.WriteNumber("n", score.N);
            Interval(json, score.Interval);
            json.WriteEndObject();
        }
        json.WriteEndArray();
    }

    private static void Interval(Utf8JsonWriter json, ConfidenceInterval? interval)
    {
        json.WritePropertyName("interval");
        if (interval is null)
        {
            json.WriteNullValue();
            return;
        }
        json.WriteStartObject();
        json.WriteNumber("lower", interval.Lower);
        json.WriteNumber("upper", interval.Upper);
        json.WriteNumber("clusters", interval.Clusters);
        json.WriteBoolean("reliable", interval.IsReliable);
        json.WriteEndObject();
    }

    private static void Rows(Utf8JsonWriter json, string name, string id, IReadOnlyList<ScoredRow> rows, IReadOnlyList<string> metrics)
    {
        json.WriteStartArray(name);
        foreach (var row in rows)
        {
            json.WriteStartObject();
            json.WriteString(id, row.Id);
            if (row.Line is { } line)
                json.WriteNumber("line", line);
            foreach (var (m, metric) in metrics.Index())
                Number(json, metric, row.Values[m]);
            json.WriteEndObject();
        }
        json.WriteEndArray();
    }

    private static void Texts(Utf8JsonWriter json, string name, IReadOnlyList<string> texts)
    {
        json.WriteStartArray(name);
        foreach (var text in texts)
            json.WriteStringValue(text);
        json.WriteEndArray();
    }

    private static void Number(Utf8JsonWriter json, string name, double? value)
    {
        if (value is { } number)
            json.WriteNumber(name, number);
        else
            json.WriteNull(name);
    }

    private static string Write(Action<Utf8JsonWriter> fields)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (
            var json = new Utf8JsonWriter(
                buffer,
                new JsonWriterOptions
                {
                    Indented = true,
                    NewLine = "\n",
                    Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
                }
            )
        )
        {
            json.WriteStartObject();
            fields(json);
            json.WriteEndObject();
        }
        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }
}
