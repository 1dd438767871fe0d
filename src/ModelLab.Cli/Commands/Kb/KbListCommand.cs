using System.CommandLine;
using System.Globalization;
using ModelLab.Cli.Hosting;
using ModelLab.Core.Datasets;
using ModelLab.Records.Vocabulary;

namespace ModelLab.Cli.Commands.Kb;

/// <summary><c>kb list</c>: the pages of a base.</summary>
internal static class KbListCommand
{
    private const int TitleLength = 60;

    public static Command Create(Surroundings surroundings)
    {
        var knowledge = KbBase.Location();
        var lang = Flags.Lang();
        var command = new Command("list", "List the pages of a base: address, chunks, characters, first line") { knowledge, lang };
        command.SetAction(
            async (parsed, stop) =>
            {
                var language = Language.Of(parsed.GetValue(lang), surroundings.Culture);
                var chunks = await KbChunks.ReadAsync(surroundings, parsed.GetRequiredValue(knowledge), stop).ConfigureAwait(false);
                var pages = chunks
                    .GroupBy(c => c.ConfluenceUrl, StringComparer.Ordinal)
                    .OrderBy(p => p.Key, StringComparer.Ordinal)
                    .ToList();
                surroundings.RawOut.WriteLine(
                    string.Join(
                        '\t',
                        language.Say("page", "страница"),
                        language.Say("chunks", "чанков"),
                        language.Say("characters", "знаков"),
                        language.Say("first line", "первая строка")
                    )
                );
                foreach (var page in pages)
                    surroundings.RawOut.WriteLine(
                        string.Create(
                            CultureInfo.InvariantCulture,
                            $"{page.Key}\t{page.Count()}\t{page.Sum(c => c.Text.Length)}\t{FirstLine(page.MinBy(c => c.Id)!)}"
                        )
                    );
                surroundings.RawOut.WriteLine(
                    string.Create(
                        CultureInfo.InvariantCulture,
                        $"{language.Say("pages", "страниц")}: {pages.Count}, {language.Say("chunks", "чанков")}: {chunks.Count}"
                    )
                );
                return ExitCode.Done;
            }
        );
        return command;
    }

    // A page's title stands in its first line, in Markdown after number signs.
    private static string FirstLine(KnowledgeChunk chunk)
    {
        var line = chunk.Text.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).FirstOrDefault() ?? "";
        line = line.TrimStart('#', ' ').Replace('\t', ' ');
        return line.Length <= TitleLength ? line : line[..(TitleLength - 1)] + "…";
    }
}
