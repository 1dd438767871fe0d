using System.Text.Json.Nodes;

namespace ModelLab.Llm.Configuration;

/// <summary>
/// Members that are added to every request of a model, such as <c>reasoning_effort</c>: a JSON object. Two are equal when their members
/// are, in whatever order they were written.
/// </summary>
public sealed class ModelParameters : IEquatable<ModelParameters>
{
    private readonly JsonObject _members;

    /// <summary>Takes the members of a JSON object.</summary>
    public ModelParameters(JsonObject members)
    {
        _members = Sorted(members);
        Canonical = _members.Count == 0 ? "" : _members.ToJsonString();
    }

    /// <summary>No further members.</summary>
    public static ModelParameters None { get; } = new([]);

    /// <summary>The members as JSON with sorted names and without blanks; empty without members.</summary>
    public string Canonical { get; }

    /// <summary>The members, each its own copy.</summary>
    public IEnumerable<KeyValuePair<string, JsonNode?>> Members => _members.Select(m => KeyValuePair.Create(m.Key, m.Value?.DeepClone()));

    /// <summary>These, and others that come first where both name a member.</summary>
    public ModelParameters With(ModelParameters others)
    {
        var members = new JsonObject();
        foreach (var (name, value) in Members.Concat(others.Members))
            members[name] = value;
        return new ModelParameters(members);
    }

    /// <inheritdoc />
    public bool Equals(ModelParameters? other) => other is not null && Canonical == other.Canonical;

    /// <inheritdoc />
    public override bool Equals(object? obj) => Equals(obj as ModelParameters);

    /// <inheritdoc />
    public override int GetHashCode() => string.GetHashCode(Canonical, StringComparison.Ordinal);

    /// <inheritdoc />
    public override string ToString() => Canonical;

    private static JsonObject Sorted(JsonObject json) =>
        new(json.OrderBy(m => m.Key, StringComparer.Ordinal).Select(m => KeyValuePair.Create(m.Key, Sorted(m.Value))));

    private static JsonNode? Sorted(JsonNode? node) =>
        node switch
        {
            JsonObject json => Sorted(json),
            JsonArray array => new JsonArray([.. array.Select(Sorted)]),
            _ => node?.DeepClone(),
        };
}
