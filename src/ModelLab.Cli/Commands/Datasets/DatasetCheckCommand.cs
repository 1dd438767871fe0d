using System.CommandLine;
using System.Globalization;
using ModelLab.Cli.Hosting;
using ModelLab.Exchange.Checking;
using ModelLab.Records.Vocabulary;

namespace ModelLab.Cli.Commands.Datasets;

/// <summary><c>dataset check</c>: what a data set holds, and what in it is odd.</summary>
internal static class DatasetCheckCommand
{
    private const int MostNamed = 5;

    public static Command Create(Surroundings surroundings)
    {
        var file = new Argument<string>("FILE") { Description = "A data set, or a labelled set" };
        var lang = Flags.Lang();
        var command = new Command("check", "Say what a data set holds, and what in it is odd") { file, lang };
        command.SetAction(parsed =>
        {
            var language = Language.Of(parsed.GetValue(lang), surroundings.Culture);
            var dataset = DatasetFile.Read(parsed.GetRequiredValue(file));
            var check = dataset.Questions is { } questions
                ? DatasetCheck.Of(questions, language)
                : DatasetCheck.Of(dataset.Labels!, language);
            foreach (var (name, count) in check.Counts)
                surroundings.RawOut.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{name}: {count}"));
            foreach (var (name, ids) in check.Odd.Where(o => o.Ids.Count > 0))
                surroundings.RawOut.WriteLine(
                    string.Create(
                        CultureInfo.InvariantCulture,
                        $"{name}: {ids.Count} ({string.Join(", ", ids.Take(MostNamed))}{(ids.Count > MostNamed ? ", …" : "")})"
                    )
                );
            if (check.Odd.All(o => o.Ids.Count == 0))
                surroundings.RawOut.WriteLine(language.Say("nothing odd", "ничего странного"));
            return ExitCode.Done;
        });
        return command;
    }
}
