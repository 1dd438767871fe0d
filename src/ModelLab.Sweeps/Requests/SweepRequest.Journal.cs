using ModelLab.Core;
using ModelLab.Core.Models;
using ModelLab.Records.Vocabulary;

namespace ModelLab.Sweeps.Requests;

// What is asked anew although it is known.
public sealed partial record SweepRequest
{
    /// <summary>Roles whose calls are made anew whatever the journal holds.</summary>
    public IReadOnlyCollection<ModelRole> Refresh { get; init; } = [];

    /// <summary>Whether final errors and refusals in the journal are asked again.</summary>
    public bool RetryErrors { get; init; }

    /// <summary>Whether an unfinished run of equal spec is left alone.</summary>
    public bool StartNew { get; init; }

    /// <summary>Whether a new run begins: what an unfinished one holds would not be asked again.</summary>
    public bool AsksAnew => StartNew || RetryErrors || Refresh.Count > 0;

    internal static IEnumerable<Flag<SweepRequest>> JournalFlags =>
        [
            Flag.Switch<SweepRequest>(
                "--no-cache",
                "Make every call anew, whatever the journal holds",
                r => r with { Refresh = Enum.GetValues<ModelRole>() }
            ),
            Flag.Text<SweepRequest>(
                "--refresh",
                "A role whose calls are made anew: generation, judge or production_judge; may be repeated",
                (r, list) => r with { Refresh = [.. r.Refresh.Concat(Flag.Split(list).Select(RoleNamed)).Distinct()] }
            ) with
            {
                IsRepeated = true,
            },
            Flag.Switch<SweepRequest>(
                "--retry-errors",
                "Ask again where the journal holds a refusal or a final error",
                r => r with { RetryErrors = true }
            ),
            Flag.Switch<SweepRequest>("--new", "Begin a new run even if an equal one is unfinished", r => r with { StartNew = true }),
        ];

    private static ModelRole RoleNamed(string name)
    {
        var roles = Enum.GetValues<ModelRole>();
        return roles.Where(r => Names.Of(r) == name).Cast<ModelRole?>().FirstOrDefault()
            ?? throw new BadInputException($"--refresh: '{name}' is unknown: give {string.Join(", ", roles.Select(Names.Of))}");
    }
}
