using System.CommandLine;
using System.Globalization;
using ModelLab.Cli.Hosting;
using ModelLab.Knowledge;
using ModelLab.Records.Deciding;

namespace ModelLab.Cli.Commands.Kb;

/// <summary><c>kb embed</c>: makes the embeddings that are missing.</summary>
internal static class KbEmbedCommand
{
    public static Command Create(Surroundings surroundings, KbBase bases)
    {
        var overwrite = new Option<bool>("--overwrite") { Description = "Embed everything, not only what has no embedding" };
        var batch = Flags.AtLeast("--batch-size", "Texts a call", 1, 64);
        var command = new Command(
            "embed",
            "Make the embeddings that are missing; the same command goes on after a stop. In PostgreSQL this writes the columns "
                + "'embedding', and nothing else"
        )
        {
            bases.Base,
            bases.Model,
            bases.Output,
            bases.ModelsFile,
            overwrite,
            batch,
        };
        command.SetAction(
            (parsed, stop) =>
                bases.UseAsync(
                    parsed,
                    mayWrite: true,
                    async (knowledge, embedder) =>
                    {
                        var all = parsed.GetValue(overwrite);
                        if (!all)
                            await EmbedderCheck.RunAsync(knowledge, embedder.Generator, embedder.Identity, stop).ConfigureAwait(false);
                        foreach (var part in Enum.GetValues<KnowledgePart>())
                        {
                            var progress = new ProgressLines(surroundings);
                            var done = await EmbeddingJob
                                .RunAsync(
                                    knowledge,
                                    part,
                                    embedder.Generator,
                                    part == KnowledgePart.PastQuestions ? embedder.ForQuestions : null,
                                    embedder.Identity,
                                    all,
                                    parsed.GetRequiredValue(batch),
                                    progress,
                                    stop
                                )
                                .ConfigureAwait(false);
                            var counts = await knowledge.CountAsync(part, embedder.Identity, stop).ConfigureAwait(false);
                            surroundings.Say($"{KbText.Name(part)}: embedded {done}; {KbText.Coverage(counts)}");
                        }
                    },
                    stop
                )
        );
        return command;
    }

    /// <summary>A line on standard error now and then: what is done, how fast, and how long it will take.</summary>
    private sealed class ProgressLines(Surroundings surroundings) : IProgress<EmbeddingProgress>
    {
        private static readonly TimeSpan Pause = TimeSpan.FromSeconds(2);

        private readonly long _start = surroundings.Time.GetTimestamp();
        private long _last = surroundings.Time.GetTimestamp();

        public void Report(EmbeddingProgress value)
        {
            if (value.Done == 0 || surroundings.Time.GetElapsedTime(_last) < Pause)
                return;
            _last = surroundings.Time.GetTimestamp();
            var rate = value.Done / surroundings.Time.GetElapsedTime(_start).TotalSeconds;
            surroundings.Error.WriteLine(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"{KbText.Name(value.Part)}: {value.Done}/{value.Total}, {rate:0.0}/s, time left "
                        + $"{TimeSpan.FromSeconds(Math.Max(0, value.Total - value.Done) / rate):h\\:mm\\:ss}"
                )
            );
        }
    }
}
