using System.CommandLine;
using System.Globalization;
using ModelLab.Cli.Hosting;
using ModelLab.Core;
using ModelLab.Knowledge;
using ModelLab.Records.Deciding;
using ModelLab.Records.Reading;

namespace ModelLab.Cli.Commands.Kb;

/// <summary><c>kb search</c>: the nearest chunks or past questions.</summary>
internal static class KbSearchCommand
{
    public static Command Create(Surroundings surroundings, KbBase bases)
    {
        var query = new Argument<string>("QUERY") { Description = "What to look for" };
        var k = Flags.AtLeast("--top-k", "How many", 1, 10);
        var past = new Option<bool>("--past-questions") { Description = "Search the past questions, not the chunks" };
        var command = new Command("search", "Find the nearest chunks or past questions")
        {
            query,
            bases.Base,
            bases.Model,
            bases.Output,
            bases.ModelsFile,
            k,
            past,
            bases.Approximate,
        };
        command.SetAction(
            (parsed, stop) =>
                bases.UseAsync(
                    parsed,
                    mayWrite: false,
                    async (knowledge, embedder) =>
                    {
                        var text = parsed.GetRequiredValue(query);
                        if (string.IsNullOrWhiteSpace(text))
                            throw new BadInputException("kb search: the query is blank");
                        var part = parsed.GetValue(past) ? KnowledgePart.PastQuestions : KnowledgePart.Chunks;
                        await EmbedderCheck.RunAsync(knowledge, embedder.Generator, embedder.Identity, stop).ConfigureAwait(false);
                        var vectors = await embedder.Generator.GenerateAsync([text], embedder.ForQuestions, stop).ConfigureAwait(false);
                        var found = (
                            await knowledge
                                .SearchAsync(part, embedder.Identity, [vectors[0].Vector], parsed.GetRequiredValue(k), stop)
                                .ConfigureAwait(false)
                        )[0];
                        var counts = await knowledge.CountAsync(part, embedder.Identity, stop).ConfigureAwait(false);
                        if (counts.Embedded < counts.Items)
                            await surroundings
                                .Error.WriteLineAsync(
                                    $"warning: {KbText.Name(part)}: {KbText.Coverage(counts)}: the others cannot be found; make them "
                                        + $"with 'kb embed'"
                                )
                                .ConfigureAwait(false);
                        if (found.Count == 0)
                            surroundings.Say($"nothing found: the query holds nothing that {embedder.Identity} knows");
                        var texts = await TextsAsync(knowledge, part, found, stop).ConfigureAwait(false);
                        foreach (var neighbour in found)
                        {
                            var (url, words) = texts[neighbour.Id];
                            surroundings.Say($"{neighbour.Id}\t{neighbour.Similarity:0.0000}\t{url}\t{Snippet(words)}");
                        }
                    },
                    stop
                )
        );
        return command;
    }

    private static async Task<IReadOnlyDictionary<long, (string Url, string Text)>> TextsAsync(
        IKnowledgeBase knowledge,
        KnowledgePart part,
        IReadOnlyList<Neighbour> found,
        CancellationToken stop
    )
    {
        var ids = found.Select(n => n.Id).ToHashSet();
        if (part == KnowledgePart.Chunks)
            return (await knowledge.FindChunksAsync(ids, stop).ConfigureAwait(false)).ToDictionary(
                c => c.Key,
                c => (c.Value.ConfluenceUrl, c.Value.Text)
            );
        return await knowledge
            .PastQuestionsAsync(stop)
            .Where(q => ids.Contains(q.Id))
            .ToDictionaryAsync(q => q.Id, q => (q.ConfluenceUrl ?? "", q.Question), cancellationToken: stop)
            .ConfigureAwait(false);
    }

    private static string Snippet(string text)
    {
        const int Longest = 120;
        var line = string.Join(' ', text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
        if (line.Length <= Longest)
            return line;
        return line[..(char.IsHighSurrogate(line[Longest - 2]) ? Longest - 2 : Longest - 1)] + "…";
    }
}
