using System.CommandLine;
using System.Globalization;
using ModelLab.Cli.Hosting;
using ModelLab.Core;
using ModelLab.Core.Datasets;
using ModelLab.Records.Store;
using ModelLab.Sweeps.Requests;

namespace ModelLab.Cli.Commands;

/// <summary><c>dataset import</c>: makes a data set and a knowledge base out of a file in another format.</summary>
internal static class DatasetCommand
{
    public static Command Create(Surroundings surroundings)
    {
        var file = new Argument<string>("FILE") { Description = "The file to import" };
        var format = Flags.OneOf("--format", "Its format: squad is SQuAD v1.1 or v2.0 JSON", "squad", "squad");
        var output = new Option<string>("--output-dir")
        {
            Description = "Where the data set and the knowledge base go",
            DefaultValueFactory = _ => DatasetFiles.Folder,
        };
        var import = new Command("import", "Make a data set and a knowledge base out of a file in another format") { file, format, output };
        import.SetAction(parsed => Import(surroundings, parsed.GetRequiredValue(file), parsed.GetRequiredValue(output)));
        return new Command("dataset", "Work with data sets") { import };
    }

    private static int Import(Surroundings surroundings, string file, string directory)
    {
        var squad = SquadImport.Convert(DatasetFiles.Read(file), file);
        // "xquad.ru.json" becomes "xquad_ru"; the timestamp makes the newest import the default data set.
        var stem = Path.GetFileNameWithoutExtension(file).Replace('.', '_').Replace(' ', '_');
        var name = $"{stem}_{surroundings.Time.GetLocalNow().ToString("yyyyMMdd_HHmmss", CultureInfo.InvariantCulture)}";
        var dataset = Path.Combine(directory, $"dataset_{name}.json");
        var knowledgeBase = Path.Combine(directory, $"knowledge_base_{name}.jsonl");
        try
        {
            Directory.CreateDirectory(directory);
            AtomicFile.Write(knowledgeBase, stream => DatasetWriter.Write(stream, squad.Chunks));
            AtomicFile.Write(dataset, stream => DatasetWriter.Write(stream, squad.Items));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new BadInputException($"--output-dir {directory}: cannot be written: {e.Message}", e);
        }
        var pages = squad.Chunks.Select(c => c.ConfluenceUrl).Distinct().Count();
        surroundings.RawOut.WriteLine(
            string.Create(
                CultureInfo.InvariantCulture,
                $"imported {squad.Items.Count} questions on {squad.Chunks.Count} chunks of {pages} pages"
            )
        );
        if (squad.Skipped > 0)
            surroundings.RawOut.WriteLine(
                string.Create(CultureInfo.InvariantCulture, $"left out {squad.Skipped} questions: no answer, and not marked as impossible")
            );
        if (squad.Blank.Count > 0)
            surroundings.RawOut.WriteLine(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"left out {squad.Blank.Count} blank paragraphs with their questions: {string.Join("; ", squad.Blank.Take(3))}{(squad.Blank.Count > 3 ? "; …" : "")}"
                )
            );
        surroundings.RawOut.WriteLine($"data set:       {dataset}");
        surroundings.RawOut.WriteLine($"knowledge base: {knowledgeBase}");
        return ExitCode.Done;
    }
}
