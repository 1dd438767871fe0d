using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using ModelLab.Core;
using ModelLab.Records.Reading;

namespace ModelLab.Records.Vocabulary;

// The earlier run that chooses the models of roles which no flag names.
public abstract partial record RunChoices
{
    /// <summary>The earlier run as it was asked for; null for none.</summary>
    [JsonIgnore]
    public ShortlistRequest? ShortlistFrom { get; init; }

    internal static IEnumerable<Flag<RunChoices>> ShortlistFlags =>
        [
            Flag.Text<RunChoices>(
                "--shortlist-from",
                "An earlier run (id, file or latest): roles that no flags name take its models that may be the best, on other questions",
                (c, run) => c with { ShortlistFrom = new ShortlistRequest(run, Top: null, ReuseQuestions: false) }
            ) with
            {
                Write = s => s.Shortlist?.Run,
                Part = new("shortlist", PartOf, "shortlist (--shortlist-from)", "отбор (--shortlist-from)"),
            },
            Flag.Whole<RunChoices>(
                "--shortlist-top",
                "For it: the best N of each role in place of all that may be the best",
                1,
                null,
                (c, top) => c with { ShortlistFrom = Begun(c, "--shortlist-top") with { Top = top } }
            ) with
            {
                Write = s => s.Shortlist?.Top?.ToString(CultureInfo.InvariantCulture),
            },
            Flag.Switch<RunChoices>(
                "--reuse-shortlist-questions",
                "For it: ask the questions that chose the models again, which flatters them",
                c => c with { ShortlistFrom = Begun(c, "--reuse-shortlist-questions") with { ReuseQuestions = true } }
            ) with
            {
                Write = s => s.Shortlist is { ReusesQuestions: true } ? "" : null,
            },
        ];

    private static ShortlistRequest Begun(RunChoices choices, string flag) =>
        choices.ShortlistFrom ?? throw new BadInputException($"{flag}: there is no shortlist: give --shortlist-from RUN too");

    private static string? PartOf(SweepSpec spec) =>
        spec.Shortlist is { } shortlist
            ? new JsonObject
            {
                ["run"] = shortlist.Run,
                ["reuses_questions"] = shortlist.ReusesQuestions,
                ["used"] = Fingerprint.HashIds(shortlist.UsedItemIds),
            }.ToJsonString(RunsJson.Files)
            : null;
}
