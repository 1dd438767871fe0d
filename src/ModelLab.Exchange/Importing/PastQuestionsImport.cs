using System.Globalization;
using ModelLab.Exchange.Columns;

namespace ModelLab.Exchange.Importing;

/// <summary>A question that was asked, as a line of <c>past_questions_*.csv</c>.</summary>
/// <param name="Question">The question.</param>
/// <param name="Answer">What was answered; blank for nothing.</param>
/// <param name="Url">The page the answer came from; blank where unknown.</param>
/// <param name="Score">The user's score, 1–5; blank for none.</param>
/// <param name="CreatedAt">When, as <c>2026-09-01T09:12:00</c>; blank where unknown.</param>
public sealed record PastRow(string Question, string Answer, string Url, string Score, string CreatedAt);

/// <summary>Makes past questions of a knowledge base out of rows.</summary>
public static class PastQuestionsImport
{
    /// <summary>Makes the lines.</summary>
    /// <param name="source">The file.</param>
    /// <exception cref="Core.BadInputException">There is no column of questions.</exception>
    public static ImportedData<PastRow> Convert(ImportSource source)
    {
        var (columns, language) = (source.Columns, source.Language);
        columns.Require(ImportFields.Question);
        var answer = columns.FirstOf(ImportFields.Answer, ImportFields.Response, ImportFields.Reference);
        ImportField[] used =
        [
            ImportFields.Question,
            .. answer is null ? Array.Empty<ImportField>() : [answer],
            ImportFields.Url,
            ImportFields.Score,
            ImportFields.Date,
        ];
        var (items, faults) = (new List<PastRow>(), new List<RowFault>());
        foreach (var row in source.Table.Rows)
        {
            var (score, date) = (columns.Value(row, ImportFields.Score), columns.Value(row, ImportFields.Date));
            var (number, time) = (score is { } s ? Cell.Number(s) : null, date is { } d ? Cell.Date(d) : null);
            if (source.Text(row, ImportFields.Question) is not { } question)
                faults.Add(new(row.Number, language.Say("no question", "нет вопроса")));
            else if (score is not null && number is not (>= 1 and <= 5))
                faults.Add(
                    new(
                        row.Number,
                        language.Say(
                            $"score '{Cell.Text(score)}' is no number from 1 to 5",
                            $"оценка '{Cell.Text(score)}' — не число от 1 до 5"
                        )
                    )
                );
            else if (date is not null && time is null)
                faults.Add(
                    new(
                        row.Number,
                        language.Say(
                            $"'{Cell.Text(date)}' is no date: write it as 01.09.2026",
                            $"'{Cell.Text(date)}' — не дата: пишите 01.09.2026"
                        )
                    )
                );
            else
                items.Add(
                    new PastRow(
                        question,
                        (answer is null ? null : source.Text(row, answer)) ?? "",
                        Cell.First(source.Texts(row, ImportFields.Url)) ?? "",
                        number?.ToString(CultureInfo.InvariantCulture) ?? "",
                        time?.ToString("yyyy-MM-dd'T'HH:mm:ss", CultureInfo.InvariantCulture) ?? ""
                    )
                );
        }
        return new ImportedData<PastRow>(
            items,
            faults,
            [],
            [],
            [.. columns.Found.Where(c => used.Contains(c.Field))],
            [.. source.Unused(used)],
            []
        );
    }
}
