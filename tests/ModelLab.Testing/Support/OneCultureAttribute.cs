using Xunit.v3;

namespace ModelLab.Testing.Support;

/// <summary>
/// Tests that <c>test.sh</c> runs under ru-RU alone, and not a second time in the invariant culture: they take long, and what they find
/// out (a page in a browser, a process that is killed, an endpoint that fails, a share of ten thousand draws) is no text or number whose
/// form a culture could change. Tests of computing, reading and writing do without.
/// </summary>
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Method)]
public sealed class OneCultureAttribute : Attribute, ITraitAttribute
{
    /// <inheritdoc />
    public IReadOnlyCollection<KeyValuePair<string, string>> GetTraits() => [new("Culture", "one")];
}
