using ModelLab.Testing.Support;
using Mono.Cecil;
using Xunit;

namespace ModelLab.Cli.Tests.House;

/// <summary>The doors between projects, and that folders inside one have no cycles, as docs/architecture.md says.</summary>
[OneCulture]
public sealed class HouseTests
{
    // What each project may see of ours, directly.
    private static readonly Dictionary<string, string[]> Doors = new()
    {
        ["Core"] = [],
        ["Llm"] = ["Core"],
        ["Knowledge"] = ["Core"],
        ["Records"] = ["Core"],
        ["Sweeps"] = ["Core", "Records", "Llm", "Knowledge"],
        ["Scoring"] = ["Core", "Records"],
        ["Dashboard"] = ["Core", "Records"],
        ["Cli"] = ["Core", "Records", "Dashboard", "Sweeps", "Scoring", "Llm", "Knowledge"],
    };

    // Arrows that make a cycle and are to go. One that is needed no more is to be taken out of the list.
    private static readonly (string Project, string From, string To)[] Known =
    [
        ("Dashboard", "Hosting", "Apis"),
        ("Dashboard", "Hosting", "Pages"),
        ("Dashboard", "Hosting", "Views"),
        ("Dashboard", "Charts", "Components"),
        ("Dashboard", "Components", "Pages"),
        ("Dashboard", "Text", "Views"),
    ];

    public static TheoryData<string> Projects => [.. Doors.Keys];

    [Fact]
    public void Every_project_has_its_doors() =>
        Assert.Equal(
            Directory
                .EnumerateDirectories(Path.Combine(Repository.Root, "src"))
                .Select(d => Path.GetFileName(d)["ModelLab.".Length..])
                .Order(),
            Doors.Keys.Order()
        );

    [Theory]
    [MemberData(nameof(Projects))]
    public void A_project_sees_only_what_its_doors_lead_to(string project)
    {
        using var module = Read(project);
        var seen = Dependencies
            .Of(module)
            .Select(d => d.To.Scope.Name.Replace(".dll", "", StringComparison.Ordinal))
            .Where(name => name.StartsWith("ModelLab.", StringComparison.Ordinal))
            .Select(name => name["ModelLab.".Length..])
            .Distinct();
        Assert.Empty(seen.Except([.. Doors[project], project]));
    }

    [Theory]
    [MemberData(nameof(Projects))]
    public void Folders_of_a_project_have_no_cycles(string project)
    {
        using var module = Read(project);
        var graph = FolderGraph.Of(module, $"ModelLab.{project}");
        var known = Known.Where(k => k.Project == project).Select(k => (k.From, k.To)).ToList();
        var cycles = graph.Cycles(known);
        Assert.True(cycles.Count == 0, string.Join('\n', cycles));
        // Each is needed: without it in the list there is a cycle.
        Assert.All(known, arrow => Assert.NotEmpty(graph.Cycles(known.Except([arrow]))));
    }

    private static ModuleDefinition Read(string project) =>
        ModuleDefinition.ReadModule(Path.Combine(AppContext.BaseDirectory, project == "Cli" ? "modellab.dll" : $"ModelLab.{project}.dll"));
}
