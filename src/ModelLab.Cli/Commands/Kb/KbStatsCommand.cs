using System.CommandLine;
using System.Globalization;
using ModelLab.Cli.Hosting;
using ModelLab.Knowledge.Statistics;
using ModelLab.Records.Deciding;

namespace ModelLab.Cli.Commands.Kb;

/// <summary><c>kb stats</c>: what a base holds, and what is there twice.</summary>
internal static class KbStatsCommand
{
    public static Command Create(Surroundings surroundings, KbBase bases)
    {
        var command = new Command("stats", "Say what the base holds, how much of it has embeddings, and what is there twice")
        {
            bases.Base,
            bases.Model,
            bases.Output,
            bases.ModelsFile,
        };
        command.SetAction(
            (parsed, stop) =>
                bases.UseAsync(
                    parsed,
                    mayWrite: false,
                    async (knowledge, embedder) =>
                    {
                        var stats = await KnowledgeStats.OfAsync(knowledge, embedder.Identity, stop).ConfigureAwait(false);
                        surroundings.Say($"{knowledge.Location}, embedder {embedder.Identity}");
                        surroundings.Say($"chunks: {stats.Chunks.Items} of {stats.Pages} pages; {KbText.Coverage(stats.Chunks)}");
                        surroundings.Say($"past questions: {stats.PastQuestions.Items}; {KbText.Coverage(stats.PastQuestions)}");
                        surroundings.Say($"exact duplicates: {stats.ExactDuplicates.Sum(g => g.Count - 1)}");
                        foreach (var group in stats.ExactDuplicates.Take(10))
                            surroundings.Say($"  {string.Join(" = ", group.Select(id => id.ToString(CultureInfo.InvariantCulture)))}");
                        if (stats.NearDuplicates is not { } near)
                        {
                            surroundings.Say(
                                $"near duplicates: not looked for ({(stats.Chunks.Embedded == 0 ? "no embeddings: make them with 'kb embed'" : $"more than {KnowledgeStats.MostForNear.ToString(CultureInfo.InvariantCulture)} chunks")})"
                            );
                            return;
                        }
                        surroundings.Say($"near duplicates (cosine at least {KnowledgeStats.NearSimilarity}): {near.Count} pairs");
                        foreach (var pair in near.Take(10))
                            surroundings.Say($"  {pair.First} ~ {pair.Second}: {pair.Similarity:0.000}");
                    },
                    stop
                )
        );
        return command;
    }
}
