using System.CommandLine;
using System.Globalization;
using Microsoft.Extensions.Logging;
using ModelLab.Core;
using ModelLab.Records.Deciding;
using ModelLab.Records.Vocabulary;
using ModelLab.Sweeps.Requests;

namespace ModelLab.Cli.Commands;

/// <summary>The gates of a run.</summary>
/// <param name="Values">What its metrics have to reach.</param>
/// <param name="Strict">Whether an inconclusive gate ends with a code of its own.</param>
internal sealed record RunGates(IReadOnlyList<ValueGate> Values, bool Strict)
{
    public static RunGates None { get; } = new([], Strict: false);
}

/// <summary>The flags of <c>run</c>: those of a request, and those that only the terminal knows.</summary>
internal sealed class RunOptions
{
    private readonly IReadOnlyList<FlagOption<SweepRequest>> _request = [.. RequestFlags.All.Select(f => new FlagOption<SweepRequest>(f))];
    private readonly Option<bool> _dryRun = new("--dry-run")
    {
        Description = "Say what would be called, what it would cost and what is known already; call nothing",
    };
    private readonly Option<string[]> _failUnder = new("--fail-under")
    {
        Description =
            "METRIC=VALUE: exit code 1 where the metric of an ok combination is surely below the value (above it where less is better), such as tier_2.avg_faithfulness=4.5; may be repeated",
        AllowMultipleArgumentsPerToken = true,
    };
    private readonly Option<bool> _strict = Flags.Strict();
    private readonly Option<string?> _lang = Flags.Lang();
    private readonly Option<string> _logLevel = Flags.OneOf(
        "--log-level",
        "What is logged to standard error",
        "warning",
        "trace",
        "debug",
        "information",
        "warning",
        "error",
        "none"
    );
    private readonly Option<bool> _json = new("--json") { Description = "Print the run as JSON in place of tables" };

    /// <summary>All flags, in the order of the help.</summary>
    public IEnumerable<Option> All => [.. _request.Select(f => f.Option), _dryRun, _failUnder, _strict, _lang, _logLevel, _json];

    public LogLevel LogLevel(ParseResult parsed) => Enum.Parse<LogLevel>(parsed.GetRequiredValue(_logLevel), ignoreCase: true);

    public bool DryRun(ParseResult parsed) => parsed.GetValue(_dryRun);

    public bool Json(ParseResult parsed) => parsed.GetValue(_json);

    public RunGates Gates(ParseResult parsed, SweepRequest request)
    {
        var gates = (parsed.GetValue(_failUnder) ?? []).Select(ValueGate.Parse).ToList();
        foreach (var gate in gates)
            gate.RequireTier(request.Tiers);
        return new RunGates(gates, parsed.GetValue(_strict));
    }

    public Language Language(ParseResult parsed, CultureInfo user) => Records.Vocabulary.Language.Of(parsed.GetValue(_lang), user);

    /// <summary>The request.</summary>
    /// <exception cref="BadInputException">A value does not fit the others.</exception>
    public SweepRequest Read(ParseResult parsed, Language language) =>
        _request.Aggregate(
            new SweepRequest
            {
                Tiers = TierNames.All,
                OutputDirectory = SweepRequest.DefaultOutput,
                Language = language,
            },
            (request, flag) => flag.Read(parsed, request)
        );
}
