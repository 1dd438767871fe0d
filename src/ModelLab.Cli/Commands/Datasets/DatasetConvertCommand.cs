using System.CommandLine;
using System.Globalization;
using ModelLab.Cli.Hosting;
using ModelLab.Core;
using ModelLab.Exchange.Writing;
using ModelLab.Records.Store;
using ModelLab.Records.Vocabulary;

namespace ModelLab.Cli.Commands.Datasets;

/// <summary><c>dataset convert</c>: a data set for spreadsheets and other tools; <c>dataset import</c> takes it back.</summary>
internal static class DatasetConvertCommand
{
    public static Command Create(Surroundings surroundings)
    {
        var file = new Argument<string>("FILE") { Description = "A data set, or a labelled set" };
        var to = Flags.OneOf<string?>("--to", "The format to write", null, "csv", "xlsx", "jsonl", "json");
        to.Required = true;
        var excel = new Option<bool>("--excel")
        {
            Description = "CSV for Russian Excel: with a byte order mark, semicolons and decimal commas",
        };
        var output = new Option<string?>("--output") { Description = "The file to write [FILE with the format's ending]" };
        var lang = Flags.Lang();
        var command = new Command("convert", "Write a data set as CSV, XLSX, JSON Lines or JSON") { file, to, excel, output, lang };
        command.SetAction(parsed =>
        {
            var (path, format) = (parsed.GetRequiredValue(file), parsed.GetRequiredValue(to)!);
            var language = Language.Of(parsed.GetValue(lang), surroundings.Culture);
            if (parsed.GetValue(excel) && format != "csv")
                throw new BadInputException(
                    language.Say("--excel is for --to csv; a workbook needs nothing", "--excel — для --to csv; книге ничего не нужно")
                );
            var rows = DatasetFile.Read(path).Rows;
            var target = parsed.GetValue(output) ?? Path.ChangeExtension(path, format);
            if (Path.GetFullPath(target) == Path.GetFullPath(path))
                throw new BadInputException(
                    language.Say(
                        $"{target}: is the data set itself: name another file with --output",
                        $"{target}: это сам датасет: назовите другой файл флагом --output"
                    )
                );
            var cut = 0;
            AtomicFile.Write(
                target,
                stream =>
                {
                    if (format == "csv")
                        TableWriter.Csv(stream, rows, parsed.GetValue(excel));
                    else if (format == "xlsx")
                        cut = TableWriter.Xlsx(stream, rows);
                    else if (format == "jsonl")
                        TableWriter.JsonLines(stream, rows);
                    else
                        TableWriter.Json(stream, rows);
                }
            );
            surroundings.RawOut.WriteLine(
                string.Create(CultureInfo.InvariantCulture, $"{language.Say("items", "элементов")}: {rows.Count} → {target}")
            );
            if (cut > 0)
                surroundings.RawOut.WriteLine(
                    string.Create(
                        CultureInfo.InvariantCulture,
                        $"{language.Say("cells cut, for Excel takes no more characters", "обрезано ячеек: больше знаков не входит в")}: {cut} ({TableWriter.MostInCell})"
                    )
                );
            return ExitCode.Done;
        });
        return command;
    }
}
