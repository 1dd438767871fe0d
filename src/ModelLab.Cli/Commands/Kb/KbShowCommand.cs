using System.CommandLine;
using System.Globalization;
using ModelLab.Cli.Hosting;
using ModelLab.Core;
using ModelLab.Core.Datasets;

namespace ModelLab.Cli.Commands.Kb;

/// <summary><c>kb show</c>: the chunks of a page, or one chunk.</summary>
internal static class KbShowCommand
{
    public static Command Create(Surroundings surroundings)
    {
        var what = new Argument<string>("PAGE") { Description = "The address or file of a page, the end of one, or the id of a chunk" };
        var knowledge = KbBase.Location();
        var command = new Command("show", "Show the chunks of a page, or one chunk") { what, knowledge };
        command.SetAction(
            async (parsed, stop) =>
            {
                var location = parsed.GetRequiredValue(knowledge);
                var chunks = await KbChunks.ReadAsync(surroundings, location, stop).ConfigureAwait(false);
                foreach (var chunk in Find(chunks, parsed.GetRequiredValue(what), location))
                {
                    surroundings.RawOut.WriteLine(
                        string.Create(
                            CultureInfo.InvariantCulture,
                            $"[{chunk.Id}] {chunk.ConfluenceUrl}{(chunk.SourceId is null ? "" : $" ({chunk.SourceId})")}"
                        )
                    );
                    surroundings.RawOut.WriteLine(chunk.Text);
                    surroundings.RawOut.WriteLine();
                }
                return ExitCode.Done;
            }
        );
        return command;
    }

    private static IReadOnlyList<KnowledgeChunk> Find(IReadOnlyList<KnowledgeChunk> chunks, string wanted, string location)
    {
        foreach (
            var isWanted in new Func<KnowledgeChunk, bool>[]
            {
                c => c.ConfluenceUrl == wanted,
                c => c.SourceId == wanted,
                c => c.Id.ToString(CultureInfo.InvariantCulture) == wanted,
            }
        )
            if (chunks.Where(isWanted).ToList() is { Count: > 0 } found)
                return found;
        var pages = chunks.Select(c => c.ConfluenceUrl).Distinct(StringComparer.Ordinal).ToList();
        var like = pages.Where(p => p.EndsWith(wanted, StringComparison.OrdinalIgnoreCase)).ToList();
        return like.Count == 1
            ? [.. chunks.Where(c => c.ConfluenceUrl == like[0])]
            : throw new BadInputException(
                like.Count == 0
                    ? $"{location}: holds no page and no chunk '{wanted}': 'kb list' names the pages"
                    : $"{location}: '{wanted}' may be {string.Join(" or ", like.Take(3))}: give one of them"
            );
    }
}
