using System.CommandLine;
using System.Globalization;
using ModelLab.Cli.Hosting;
using ModelLab.Knowledge;
using ModelLab.Records.Deciding;

namespace ModelLab.Cli.Commands.Kb;

/// <summary>What the verbs of <c>kb</c> say alike.</summary>
internal static class KbText
{
    public static string Name(KnowledgePart part) => part == KnowledgePart.Chunks ? "chunks" : "past questions";

    public static string Coverage(PartCounts counts) =>
        counts.Items == 0
            ? "none"
            : string.Create(
                CultureInfo.InvariantCulture,
                $"{counts.Embedded} of {counts.Items} have an embedding ({100.0 * counts.Embedded / counts.Items:0.0} %){(counts.Dimensions is { } n ? $", {n} dimensions" : "")}"
            );

    /// <summary>Says a line in the invariant culture.</summary>
    public static void Say(this Surroundings surroundings, FormattableString line) =>
        surroundings.RawOut.WriteLine(line.ToString(CultureInfo.InvariantCulture));
}
