using System.Text.RegularExpressions;
using ModelLab.Core.Models;
using ModelLab.Core.Roles;
using ModelLab.Records.Vocabulary;

namespace ModelLab.Records.Numbers;

/// <summary>What one model did not answer for one reason.</summary>
/// <param name="Role">The role in which it was asked.</param>
/// <param name="Model">The model.</param>
/// <param name="Outcome">How it ended; never scored.</param>
/// <param name="Reason">The reason as it was told first; reasons that differ in numbers alone are one.</param>
/// <param name="Count">How many units of work.</param>
/// <param name="Of">How many units the model was to be asked for in this role.</param>
/// <param name="Examples">Up to three of the items.</param>
/// <param name="IsFinal">Whether asking again meets the same.</param>
public sealed record FailureGroup(
    ModelRole Role,
    string Model,
    Outcome Outcome,
    string Reason,
    int Count,
    int Of,
    IReadOnlyList<string> Examples,
    bool IsFinal
);

/// <summary>Groups what models did not answer by its reason, one observation at a time.</summary>
public sealed partial class FailureTally
{
    private const int ExamplesKept = 3;

    private readonly Dictionary<(ModelRole Role, string Model), int> _due = [];
    private readonly Dictionary<(ModelRole Role, string Model, Outcome Outcome, string Kind), Group> _groups = [];

    /// <summary>Takes an observation.</summary>
    public void Add(Observation o)
    {
        if (o.AskedModel is not { } model || o.Outcome == Outcome.NotRun)
            return;
        var role = o.AskedRole;
        _due[(role, model)] = _due.GetValueOrDefault((role, model)) + 1;
        if (o.Outcome == Outcome.Scored)
            return;
        var reason = o.Error ?? Names.Of(o.Outcome);
        var key = (role, model, o.Outcome, Number().Replace(reason, "#"));
        if (!_groups.TryGetValue(key, out var group))
            _groups[key] = group = new Group(reason, IsFinal(o));
        group.Count++;
        if (group.Items.Count < ExamplesKept && !group.Items.Contains(o.ItemId))
            group.Items.Add(o.ItemId);
    }

    /// <summary>The groups, those of most units first.</summary>
    public IReadOnlyList<FailureGroup> Finish() =>
        [
            .. _groups
                .Select(g => new FailureGroup(
                    g.Key.Role,
                    g.Key.Model,
                    g.Key.Outcome,
                    g.Value.Reason,
                    g.Value.Count,
                    _due[(g.Key.Role, g.Key.Model)],
                    g.Value.Items,
                    g.Value.IsFinal
                ))
                .OrderByDescending(g => g.Count)
                .ThenBy(g => g.Role)
                .ThenBy(g => g.Model, StringComparer.Ordinal)
                .ThenBy(g => g.Reason, StringComparer.Ordinal),
        ];

    // What the model declined, or could not be read, is its answer; a request that is too large or not accepted stays so.
    private static bool IsFinal(Observation o) =>
        o.Outcome is Outcome.Refused or Outcome.Unparseable || o.Facts.ErrorClass is CallErrorClass.BadRequest or CallErrorClass.TooLarge;

    [GeneratedRegex(@"\d+(?:[.,]\d+)*", RegexOptions.CultureInvariant)]
    private static partial Regex Number();

    private sealed class Group(string reason, bool isFinal)
    {
        public string Reason => reason;

        public bool IsFinal => isFinal;

        public int Count { get; set; }

        public List<string> Items { get; } = [];
    }
}
