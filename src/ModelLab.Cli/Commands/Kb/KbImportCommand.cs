using System.CommandLine;
using System.Globalization;
using ModelLab.Cli.Hosting;
using ModelLab.Core;
using ModelLab.Knowledge.Embedded;
using ModelLab.Knowledge.Import;
using ModelLab.Knowledge.Postgres;
using ModelLab.Records.Reading;

namespace ModelLab.Cli.Commands.Kb;

/// <summary><c>kb import</c>: brings chunks or past questions in.</summary>
internal static class KbImportCommand
{
    private const int UnreadableNamed = 10;

    public static Command Create(Surroundings surroundings)
    {
        var source = new Argument<string>("SOURCE")
        {
            Description = "A folder of Markdown, HTML and text, or a file: .jsonl (chunks), .json (SQuAD), .csv (past questions)",
        };
        var target = new Option<string>("--knowledge-base")
        {
            Description = "The file to make or to add to, for example benchmarks/data/help_desk.db",
            Required = true,
        };
        var replace = new Option<bool>("--replace") { Description = "Remove what the file holds first" };
        var baseUrl = new Option<string?>("--base-url")
        {
            Description = "For a folder: what stands before a file's path in its page's address",
        };
        var size = Flags.AtLeast("--chunk-size", "For a folder: characters a chunk at most", 100, 1000);
        var overlap = Flags.AtLeast(
            "--chunk-overlap",
            "For a folder: characters that a chunk repeats of the one before it at most",
            0,
            150
        );
        var command = new Command("import", "Bring chunks or past questions in: all of a source or nothing")
        {
            source,
            target,
            replace,
            baseUrl,
            size,
            overlap,
        };
        command.SetAction(
            async (parsed, stop) =>
            {
                var (path, from) = (parsed.GetRequiredValue(target), parsed.GetRequiredValue(source));
                if (PostgresSettings.IsUrl(path))
                    throw new BadInputException(
                        "kb import: a PostgreSQL database is used as it is, nothing is imported into it: name a file"
                    );
                if (path.EndsWith(".jsonl", StringComparison.OrdinalIgnoreCase))
                    throw new BadInputException(
                        $"--knowledge-base {path}: a .jsonl file is a source: name the file to make, such as "
                            + $"{Path.ChangeExtension(path, ".db")}"
                    );
                if (parsed.GetRequiredValue(overlap) >= parsed.GetRequiredValue(size))
                    throw new BadInputException("--chunk-overlap: must be less than --chunk-size");
                var read = await Task.Run(
                        () =>
                            KnowledgeImport.Read(
                                from,
                                parsed.GetValue(baseUrl),
                                parsed.GetRequiredValue(size),
                                parsed.GetRequiredValue(overlap),
                                ImportLimits.Default,
                                stop
                            ),
                        stop
                    )
                    .ConfigureAwait(false);
                await using var knowledge = EmbeddedKnowledgeBase.Import(path, read.Content, parsed.GetValue(replace), stop);
                surroundings.Say(
                    $"imported {read.Content.Chunks.Count} chunks and {read.Content.PastQuestions.Count} past questions from {read.Files} files into {path}"
                );
                foreach (
                    var (count, what) in new[]
                    {
                        (read.SkippedBinary, "are binary"),
                        (read.SkippedOther, "have another ending than .md, .html, .txt"),
                        (read.SkippedLinks, "are links"),
                        (read.SkippedSpecial, "are pipes, sockets or devices"),
                        (read.Empty, "hold no text"),
                    }
                )
                    if (count > 0)
                        surroundings.Say($"left out {count} files that {what}");
                foreach (var closed in read.Unreadable.Take(UnreadableNamed))
                    surroundings.Say($"left out {closed}: no right to read it");
                if (read.Unreadable.Count > UnreadableNamed)
                    surroundings.Say($"left out {read.Unreadable.Count - UnreadableNamed} more without the right to read them");
                return ExitCode.Done;
            }
        );
        return command;
    }
}
