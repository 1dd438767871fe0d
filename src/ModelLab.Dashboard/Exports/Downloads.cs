using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using ModelLab.Dashboard.Hosting;
using ModelLab.Dashboard.Site;
using ModelLab.Records.Reading;

namespace ModelLab.Dashboard.Exports;

/// <summary>A run's answers and scores as files: <c>/runs/ID/answers.csv</c>, <c>scores.csv</c>, <c>answers-and-scores.xlsx</c>.</summary>
internal static class Downloads
{
    public const string AnswersCsv = "answers.csv",
        ScoresCsv = "scores.csv",
        Excel = "answers-and-scores.xlsx";

    private const string CsvType = "text/csv; charset=utf-8",
        ExcelType = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

    public static void Map(IEndpointRouteBuilder app)
    {
        MapOne(app, AnswersCsv, CsvType, (items, at, to, stop) => CsvFile.WriteAsync(RunTable.Answers(items), to, at.Language, stop));
        MapOne(app, ScoresCsv, CsvType, (items, at, to, stop) => CsvFile.WriteAsync(RunTable.Scores(items), to, at.Language, stop));
        MapOne(
            app,
            Excel,
            ExcelType,
            (items, _, to, stop) => Workbook.WriteAsync([RunTable.Answers(items), RunTable.Scores(items)], to, stop)
        );
    }

    private static void MapOne(
        IEndpointRouteBuilder app,
        string name,
        string type,
        Func<RunItems, PageContext, Stream, CancellationToken, Task> write
    ) =>
        app.MapGet(
                "/runs/{id}/" + name,
                async (HttpContext context, RunLibrary library, string id) =>
                {
                    if (library.Find(id) is not { HasDatabase: true } run)
                        return Results.NotFound();
                    // A file first: one that fails half-way is a page that says why, and no half of a download.
                    var stream = new FileStream(
                        Path.GetTempFileName(),
                        new FileStreamOptions
                        {
                            Mode = FileMode.Create,
                            Access = FileAccess.ReadWrite,
                            Options = FileOptions.DeleteOnClose | FileOptions.Asynchronous,
                        }
                    );
                    try
                    {
                        using (var items = library.OpenItems(run))
                            await write(items, PageContext.Of(context), stream, context.RequestAborted).ConfigureAwait(false);
                        stream.Position = 0;
                        return Results.Stream(stream, type, $"modellab-{run.Id}-{name}");
                    }
                    catch
                    {
                        await stream.DisposeAsync().ConfigureAwait(false);
                        throw;
                    }
                }
            )
            .ExcludeFromDescription();
}
