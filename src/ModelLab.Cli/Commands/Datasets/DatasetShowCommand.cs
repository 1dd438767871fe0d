using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using ModelLab.Cli.Hosting;

namespace ModelLab.Cli.Commands.Datasets;

/// <summary><c>dataset show</c>: the first items, a field a line.</summary>
internal static class DatasetShowCommand
{
    public static Command Create(Surroundings surroundings)
    {
        var file = new Argument<string>("FILE") { Description = "A data set, or a labelled set" };
        var rows = Flags.AtLeast("--rows", "How many items to show", 1, 5);
        var command = new Command("show", "Show the first items of a data set") { file, rows };
        command.SetAction(parsed =>
        {
            var items = DatasetFile.Read(parsed.GetRequiredValue(file)).Rows;
            foreach (var (index, item) in items.Take(parsed.GetRequiredValue(rows)).Index())
            {
                surroundings.RawOut.WriteLine(string.Create(CultureInfo.InvariantCulture, $"[{index + 1}/{items.Count}]"));
                foreach (var field in item.EnumerateObject())
                    surroundings.RawOut.WriteLine($"  {field.Name}: {Text(field.Value)}");
            }
            return ExitCode.Done;
        });
        return command;
    }

    private static string Text(JsonElement value) =>
        value.ValueKind == JsonValueKind.String ? value.GetString()!.ReplaceLineEndings("\n    ") : value.GetRawText();
}
