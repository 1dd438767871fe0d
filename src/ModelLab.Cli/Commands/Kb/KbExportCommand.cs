using System.CommandLine;
using System.Globalization;
using ModelLab.Cli.Hosting;
using ModelLab.Core;
using ModelLab.Core.Datasets;
using ModelLab.Records.Store;
using ModelLab.Records.Vocabulary;

namespace ModelLab.Cli.Commands.Kb;

/// <summary><c>kb export</c>: a base's chunks as a file that every verb takes, and <c>kb import</c> too.</summary>
internal static class KbExportCommand
{
    public static Command Create(Surroundings surroundings)
    {
        var target = new Argument<string>("FILE") { Description = "The .jsonl file to write" };
        var knowledge = KbBase.Location();
        var lang = Flags.Lang();
        var command = new Command("export", "Write the chunks of a base as JSON Lines") { target, knowledge, lang };
        command.SetAction(
            async (parsed, stop) =>
            {
                var (path, from) = (parsed.GetRequiredValue(target), parsed.GetRequiredValue(knowledge));
                var language = Language.Of(parsed.GetValue(lang), surroundings.Culture);
                if (!path.EndsWith(".jsonl", StringComparison.OrdinalIgnoreCase))
                    throw new BadInputException(
                        language.Say(
                            $"{path}: give a name that ends in .jsonl: that is how such a file is known",
                            $"{path}: имя должно кончаться на .jsonl: так узнаётся этот формат"
                        )
                    );
                if (Path.GetFullPath(path) == Path.GetFullPath(from))
                    throw new BadInputException(
                        language.Say($"{path}: is the base itself: name another file", $"{path}: это сама база: назовите другой файл")
                    );
                var chunks = await KbChunks.ReadAsync(surroundings, from, stop).ConfigureAwait(false);
                if (Path.GetDirectoryName(Path.GetFullPath(path)) is { } folder)
                    Directory.CreateDirectory(folder);
                AtomicFile.Write(path, stream => DatasetWriter.Write(stream, chunks));
                surroundings.RawOut.WriteLine(
                    string.Create(CultureInfo.InvariantCulture, $"{language.Say("chunks", "чанков")}: {chunks.Count} → {path}")
                );
                return ExitCode.Done;
            }
        );
        return command;
    }
}
