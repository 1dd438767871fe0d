using Mono.Cecil;

namespace ModelLab.Cli.Tests.House;

/// <summary>Which folders of a project use which others; a folder is a namespace.</summary>
internal sealed class FolderGraph
{
    private readonly ILookup<(string From, string To), Dependency> _uses;

    private FolderGraph(ILookup<(string From, string To), Dependency> uses) => _uses = uses;

    /// <summary>The graph of one project's own folders.</summary>
    /// <param name="module">The project's assembly.</param>
    /// <param name="root">The namespace of its root.</param>
    public static FolderGraph Of(ModuleDefinition module, string root)
    {
        // What compilers add stands in namespaces of their own.
        bool IsOurs(TypeReference type) =>
            type.Scope == module && (type.Namespace == root || type.Namespace.StartsWith(root + ".", StringComparison.Ordinal));
        string Folder(TypeReference type) => type.Namespace.Length == root.Length ? "." : type.Namespace[(root.Length + 1)..];
        return new FolderGraph(
            Dependencies
                .Of(module)
                .Where(d => IsOurs(d.From) && IsOurs(d.To))
                .Select(d => (Key: (From: Folder(d.From), To: Folder(d.To)), d))
                .Where(d => d.Key.From != d.Key.To)
                .ToLookup(d => d.Key, d => d.d)
        );
    }

    /// <summary>The arrows between folders that are part of a cycle, each with what makes it; none when there is no cycle.</summary>
    public IReadOnlyList<string> Cycles()
    {
        var arrows = _uses.Select(u => u.Key).ToList();
        var next = arrows.ToLookup(a => a.From, a => a.To);
        return
        [
            .. arrows
                .Where(a => Reaches(next, a.To, a.From))
                .OrderBy(a => _uses[a].Count())
                .Select(a =>
                    $"{a.From} → {a.To} ({_uses[a].Count()}): "
                    + string.Join(", ", _uses[a].Take(12).Select(d => $"{d.From.Name} uses {d.To.Name}"))
                ),
        ];
    }

    private static bool Reaches(ILookup<string, string> next, string from, string to)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        var open = new Stack<string>([from]);
        while (open.TryPop(out var folder))
        {
            if (folder == to)
                return true;
            if (seen.Add(folder))
                foreach (var further in next[folder])
                    open.Push(further);
        }
        return false;
    }
}
