using System.Globalization;
using ModelLab.Core;

namespace ModelLab.Records.Vocabulary;

// Whether models that are shown to be worse are asked no more.
public abstract partial record RunChoices
{
    /// <summary>How models race; null when every model answers everything.</summary>
    public RaceSpec? Race { get; init; }

    internal static IEnumerable<Flag<RunChoices>> RaceFlags =>
        [
            Flag.Switch<RunChoices>(
                "--race",
                "Drop generators and production judges as soon as another is shown to be better; benchmark judges do not race",
                c => c with { Race = new RaceSpec() }
            ) with
            {
                Write = s => s.Race is null ? null : "",
                Part = new("race", s => s.Race is null ? null : FingerprintPart.Write(s.Race), "race (--race)", "гонка (--race)"),
            },
            Flag.Whole<RunChoices>(
                "--race-batch",
                "For it: source pages that all survivors are asked about at a time [a ninth of them, 8 at most]",
                1,
                null,
                (c, pages) =>
                    c with
                    {
                        Race = (c.Race ?? throw new BadInputException("--race-batch: there is no race: give --race too")) with
                        {
                            BatchPages = pages,
                        },
                    }
            ) with
            {
                Write = s => s.Race?.BatchPages?.ToString(CultureInfo.InvariantCulture),
            },
        ];
}
