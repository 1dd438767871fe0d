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
        ["Exchange"] = ["Core", "Records"],
        ["Dashboard"] = ["Core", "Records"],
        ["Cli"] = ["Core", "Records", "Dashboard", "Sweeps", "Scoring", "Exchange", "Llm", "Knowledge"],
    };

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
        var cycles = FolderGraph.Of(module, $"ModelLab.{project}").Cycles();
        Assert.True(cycles.Count == 0, string.Join('\n', cycles));
    }

    private static ModuleDefinition Read(string project) =>
        ModuleDefinition.ReadModule(Path.Combine(AppContext.BaseDirectory, project == "Cli" ? "modellab.dll" : $"ModelLab.{project}.dll"));
}
