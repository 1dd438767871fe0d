using System.CommandLine;
using ModelLab.Cli.Hosting;
using ModelLab.Core;
using ModelLab.Core.Datasets;
using ModelLab.Exchange.Columns;
using ModelLab.Exchange.Importing;
using ModelLab.Exchange.Reading;
using ModelLab.Records.Vocabulary;
using ModelLab.Sweeps.Requests;

namespace ModelLab.Cli.Commands.Datasets;

/// <summary><c>dataset import</c>: makes a data set out of a table or another tool's file.</summary>
internal static class DatasetImportCommand
{
    private const string Questions = "questions";
    private const string Labels = "labels";
    private const string PastQuestions = "past-questions";

    public static Command Create(Surroundings surroundings)
    {
        var file = new Argument<string>("FILE") { Description = "The file: CSV, TSV, XLSX, JSON, JSON Lines, YAML" };
        var format = Flags.OneOf<string?>("--format", "Its format: squad is SQuAD v1.1 or v2.0 JSON [found out]", null, "squad");
        var kind = Flags.OneOf<string?>(
            "--as",
            "What its rows are [questions; labels by their columns]",
            null,
            Questions,
            Labels,
            PastQuestions
        );
        var map = new Option<string[]>("--map")
        {
            Description = "What a column holds, such as question=Вопрос; may be repeated [told by their names]",
        };
        var sheet = new Option<string?>("--sheet") { Description = "The sheet of a workbook [the first]" };
        var showFrom = Flags.NumberIfAny("--show-from", "Labels that are scores: the least one of an answer to show", double.MinValue);
        var knowledge = new Option<string?>("--knowledge-base")
        {
            Description = "The base that the rows' chunks and pages are in [one is made of the contexts in the file]",
        };
        var output = new Option<string>("--output-dir")
        {
            Description = "Where the data set and the knowledge base go",
            DefaultValueFactory = _ => DatasetFiles.Folder,
        };
        var dryRun = new Option<bool>("--dry-run") { Description = "Print the first rows as they would become, and write nothing" };
        var lang = Flags.Lang();
        var import = new Command("import", "Make a data set and a knowledge base out of a file in another format")
        {
            file,
            kind,
            map,
            knowledge,
            dryRun,
            format,
            sheet,
            showFrom,
            output,
            lang,
        };
        import.SetAction(
            async (parsed, stop) =>
            {
                var (path, language) = (parsed.GetRequiredValue(file), Language.Of(parsed.GetValue(lang), surroundings.Culture));
                var target = new ImportTarget(
                    surroundings,
                    language,
                    path,
                    parsed.GetRequiredValue(output),
                    parsed.GetValue(knowledge),
                    parsed.GetValue(dryRun)
                );
                var bytes = DatasetFiles.Read(path);
                if (parsed.GetValue(format) == "squad" || SquadImport.IsSquad(bytes))
                {
                    target.Write(SquadImport.Convert(bytes, path));
                    return ExitCode.Done;
                }
                var table = SourceFile.Read(bytes, path, parsed.GetValue(sheet));
                var source = new ImportSource(path, table, ColumnMap.Of(table, path, parsed.GetValue(map) ?? [], language), language);
                var matcher = parsed.GetValue(knowledge) is { } location
                    ? new ChunkMatcher(await KbChunks.ReadAsync(surroundings, location, stop).ConfigureAwait(false))
                    : null;
                switch (parsed.GetValue(kind) ?? (source.IsLabelled ? Labels : Questions))
                {
                    case Labels:
                        target.Write(source, LabelsImport.Convert(source, parsed.GetValue(showFrom), matcher));
                        break;
                    case PastQuestions:
                        target.Write(source, PastQuestionsImport.Convert(source));
                        break;
                    default:
                        target.Write(source, QuestionsImport.Convert(source, matcher, ImportTarget.Stem(path)));
                        break;
                }
                return ExitCode.Done;
            }
        );
        return import;
    }
}
