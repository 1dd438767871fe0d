using System.Globalization;
using System.Text;
using CsvHelper;
using CsvHelper.Configuration;
using ModelLab.Core;

namespace ModelLab.Knowledge.Import;

/// <summary>
/// Reads past questions from CSV with a header line: <c>question,answer,confluence_url,score,created_at</c>, also with semicolons. Only
/// <c>question</c> must be there; an empty field is none. Other columns are not read.
/// </summary>
public static class PastQuestionsCsv
{
    private static readonly string[] Dates =
    [
        "yyyy-MM-dd'T'HH:mm:ss.FFFFFFF",
        "yyyy-MM-dd HH:mm:ss.FFFFFFF",
        "yyyy-MM-dd'T'HH:mm",
        "yyyy-MM-dd HH:mm",
        "yyyy-MM-dd",
        "dd.MM.yyyy HH:mm:ss",
        "dd.MM.yyyy HH:mm",
        "dd.MM.yyyy",
    ];

    /// <summary>Reads a file.</summary>
    /// <param name="text">Its text.</param>
    /// <param name="file">Its name as the user gave it, for messages.</param>
    /// <param name="limits">How much is taken in.</param>
    /// <exception cref="BadInputException">A row cannot be used; the message names the line it begins on.</exception>
    public static KnowledgeContent Read(string text, string file, ImportLimits limits)
    {
        var header = text.AsSpan()[..(text.IndexOf('\n') is >= 0 and var end ? end : text.Length)];
        var configuration = new CsvConfiguration(CultureInfo.InvariantCulture)
        {
            Delimiter = header.Contains(';') && !header.Contains(',') ? ";" : ",",
            PrepareHeaderForMatch = h => h.Header.Trim().ToLowerInvariant(),
            BadDataFound = bad =>
                throw Bad(
                    file,
                    Line(text, bad.Context.Parser!),
                    null,
                    "a quote stands where none may: double quotes inside a field, and close the field"
                ),
            MissingFieldFound = null,
        };
        using var csv = new CsvReader(new StringReader(text), configuration);
        if (!csv.Read() || !csv.ReadHeader() || csv.GetFieldIndex("question", isTryGet: true) < 0)
            throw new BadInputException(
                $"{file}: line 1: no column 'question': expected a header line question,answer,confluence_url,score,created_at"
            );
        var width = csv.HeaderRecord!.Length;
        var questions = new List<PastQuestion>();
        while (csv.Read())
        {
            if (csv.Parser.Count != width)
                throw Bad(
                    file,
                    Line(text, csv.Parser),
                    null,
                    string.Create(
                        CultureInfo.InvariantCulture,
                        $"has {csv.Parser.Count} fields, the header has {width}: put fields with separators or line breaks in quotes"
                    )
                );
            questions.Add(Row(csv, questions.Count + 1, (field, problem) => Bad(file, Line(text, csv.Parser), field, problem), limits));
        }
        if (questions.Count == 0)
            throw new BadInputException($"{file}: holds no questions");
        return new KnowledgeContent([], questions, AssignIds: true);
    }

    private static PastQuestion Row(CsvReader csv, int id, Func<string, string, BadInputException> bad, ImportLimits limits)
    {
        string? Field(string name)
        {
            // Not TryGetField: it would take a wrongly quoted field for none.
            var value = csv.GetFieldIndex(name, isTryGet: true) is >= 0 and var column ? csv.Parser[column].Trim() : "";
            if (value.Length == 0)
                return null;
            if (value.Contains('\0', StringComparison.Ordinal))
                throw bad(name, "holds a zero byte: is it a text file?");
            return Encoding.UTF8.GetByteCount(value) is var bytes && bytes > limits.ChunkBytes
                ? throw bad(
                    name,
                    string.Create(
                        CultureInfo.InvariantCulture,
                        $"has {bytes} bytes, more than {limits.ChunkBytes}: is a closing quote missing?"
                    )
                )
                : value;
        }
        var question = Field("question") ?? throw bad("question", "is blank: every row needs it");
        double? score =
            Field("score") is not { } s ? null
            : double.TryParse(s.Replace(',', '.'), NumberStyles.Float, CultureInfo.InvariantCulture, out var number)
            && number is >= 1 and <= 5
                ? number
            : throw bad("score", $"'{Shorten(s)}' is no number from 1 to 5");
        DateTime? created =
            Field("created_at") is not { } d ? null
            : DateTime.TryParseExact(d, Dates, CultureInfo.InvariantCulture, DateTimeStyles.None, out var date) ? date
            : throw bad("created_at", $"'{Shorten(d)}' is no time: write it as 2025-09-01T09:12:00, in the help desk's own time");
        return new PastQuestion(id, question, Field("answer"), Field("confluence_url"), score, created);
    }

    // The line a record begins on; the parser counts to its end, and not rightly when a quote is left open.
    private static int Line(string text, IParser parser) => text.AsSpan(0, (int)parser.CharCount - parser.RawRecord.Length).Count('\n') + 1;

    private static string Shorten(string value) => (value.Length <= 40 ? value : value[..39] + "…").ReplaceLineEndings(" ");

    private static BadInputException Bad(string file, int line, string? field, string problem) =>
        new(string.Create(CultureInfo.InvariantCulture, $"{file}: line {line}: {(field is null ? "" : $"field '{field}': ")}{problem}"));
}
