using ModelLab.Core.Models;
using ModelLab.Llm.Calls;
using ModelLab.Llm.Configuration;
using ModelLab.Records.Vocabulary;
using ModelLab.Records.Vocabulary.Metrics;
using ModelLab.Sweeps.Execution;
using ModelLab.Sweeps.Phases;
using ModelLab.Sweeps.Requests;
using Xunit;

namespace ModelLab.Sweeps.Tests.Phases;

/// <summary>What the rooms that call models say by themselves, and what runs say of it by codes, are one text.</summary>
public sealed class RunNotesTests
{
    public static TheoryData<AccessFault> AccessFaults => [.. Enum.GetValues<AccessFault>()];

    public static TheoryData<EndpointFault> EndpointFaults => [.. Enum.GetValues<EndpointFault>()];

    public static TheoryData<Adaptations> AllAdaptations => [.. Enum.GetValues<Adaptations>().Where(a => a != Adaptations.None)];

    private static ModelEndpoint Endpoint => new(new ModelRef("lab", "m"), new Uri("https://lab.example/v1"), null, "PROVIDER_LAB_API_KEY");

    [Theory]
    [MemberData(nameof(AccessFaults))]
    public void A_problem_of_access_is_one_text(AccessFault fault)
    {
        var problem = new AccessProblem(fault, Endpoint, "HTTP 403: no");
        Assert.Equal(problem.Reason, NoteText.Say(AccessProblems.CodeOf(problem), Language.English));
    }

    [Theory]
    [MemberData(nameof(EndpointFaults))]
    public void A_missing_endpoint_is_one_text(EndpointFault fault)
    {
        var cause = new MissingEndpoint(fault)
        {
            Provider = "lab",
            KeyVariable = "A",
            UrlVariable = "B",
            Example = "https://api.example/v1",
        };
        Assert.Equal(cause.Reason, NoteText.Say(SweepModels.CodeOf(cause)!, Language.English));
        cause = cause with { Alternative = "C and D" };
        Assert.Equal(cause.Reason, NoteText.Say(SweepModels.CodeOf(cause)!, Language.English));
    }

    [Theory]
    [MemberData(nameof(AllAdaptations))]
    public void An_adaptation_is_one_text(Adaptations adaptation)
    {
        var known = new EndpointAdaptations(keepsTokenLimit: false);
        known.Keep(Endpoint, adaptation | Adaptations.SystemInUser);
        Assert.Equal(known.Describe(), RunNotes.Of(known).Select(n => n.Text));
        Assert.All(RunNotes.Of(known), n => Assert.Matches("[а-я]", n.In(Language.Russian)));
    }
}
