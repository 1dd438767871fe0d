using System.Globalization;
using ModelLab.Core;
using ModelLab.Records.Reading;

namespace ModelLab.Scoring;

/// <summary>
/// Reads TREC's files of judgements and of runs: fields separated by spaces or tabs, further ones at the end of a line and lines that begin
/// with <c>#</c> passed over, as trec_eval does. Judgements may also be BEIR's, whose three columns stand below a header. Queries keep the
/// order in which they first occur.
/// </summary>
internal static class TrecFiles
{
    private const string JudgementForm = "QUERY ITERATION DOCUMENT GRADE",
        BeirForm = "query-id corpus-id score",
        RunForm = "QUERY Q0 DOCUMENT RANK SCORE TAG";

    /// <summary>Grades by query and document. The second field is not read.</summary>
    /// <exception cref="BadInputException">A line cannot be used.</exception>
    public static OrderedDictionary<string, Dictionary<string, int>> Judgements(string file, CancellationToken cancellationToken) =>
        Read(file, JudgementForm, 3, Grade, cancellationToken);

    /// <summary>Scores by query and document. The fields Q0, rank and tag are not read.</summary>
    /// <exception cref="BadInputException">A line cannot be used.</exception>
    public static OrderedDictionary<string, Dictionary<string, double>> Run(string file, CancellationToken cancellationToken) =>
        Read(file, RunForm, 4, Score, cancellationToken);

    private static OrderedDictionary<string, Dictionary<string, T>> Read<T>(
        string file,
        string form,
        int place,
        Func<string, T?> parse,
        CancellationToken cancellationToken
    )
        where T : struct
    {
        string[] names = form.Split(' ');
        var document = 2;
        var queries = new OrderedDictionary<string, Dictionary<string, T>>(StringComparer.Ordinal);
        using var reader = InputText.Open(file);
        foreach (var (number, line) in InputText.Lines(reader, file))
        {
            cancellationToken.ThrowIfCancellationRequested();
            var fields = line.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
            if (fields[0].StartsWith('#'))
                continue;
            if (form == JudgementForm && queries.Count == 0 && fields.SequenceEqual(BeirForm.Split(' ')))
            {
                (form, names, document, place) = (BeirForm, fields, 1, 2);
                continue;
            }
            if (fields.Length < names.Length)
                throw InputText.Bad(
                    file,
                    number,
                    null,
                    string.Create(CultureInfo.InvariantCulture, $"has {fields.Length} fields, needs {names.Length}: {form}")
                );
            if (parse(fields[place]) is not { } value)
                throw InputText.Bad(
                    file,
                    number,
                    names[place],
                    $"'{InputText.Shorten(fields[place])}' is not a {(typeof(T) == typeof(int) ? "whole " : "")}number: write each "
                        + $"line as {form}"
                );
            if (!queries.TryGetValue(fields[0], out var documents))
                queries.Add(fields[0], documents = new Dictionary<string, T>(StringComparer.Ordinal));
            if (!documents.TryAdd(fields[document], value))
                throw InputText.Bad(
                    file,
                    number,
                    names[document],
                    $"'{InputText.Shorten(fields[document])}' is there twice for query '{InputText.Shorten(fields[0])}': leave one out"
                );
        }
        return queries.Count > 0 ? queries : throw new BadInputException($"{file}: is empty: expected lines of {form}");
    }

    private static int? Grade(string text) =>
        int.TryParse(text, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var grade)
            ? grade // pandas and ranx write 1.0
            : null;

    private static double? Score(string text) =>
        double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var score) && double.IsFinite(score) ? score : null;
}
