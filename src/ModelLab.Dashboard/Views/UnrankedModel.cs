using ModelLab.Core.Models;
using ModelLab.Records.Deciding;
using ModelLab.Records.Reading;
using ModelLab.Records.Vocabulary;

namespace ModelLab.Dashboard.Views;

/// <summary>A model that has no place among the others of its role.</summary>
/// <param name="Model">The model.</param>
/// <param name="Reason">Why, in the reader's language.</param>
/// <param name="IsDropped">Whether it lost a race: its numbers are over fewer questions, and are not set beside the others'.</param>
public sealed record UnrankedModel(string Model, string Reason, bool IsDropped)
{
    /// <summary>The models of a role that are not ranked by any metric; empty where the run's file does not say what was chosen.</summary>
    public static IReadOnlyList<UnrankedModel> Of(Run run, ModelRole role, Language language) =>
        Of(RoleRanking.LeftOut(run, role), language);

    /// <summary>The models that a comparison leaves out.</summary>
    public static IReadOnlyList<UnrankedModel> Of(IEnumerable<LeftOutModel> models, Language language) =>
        [
            .. models.Select(m => new UnrankedModel(
                m.Model,
                m.Drop is null ? m.ReasonIn(language) : language.Say("race: ", "гонка: ") + m.ReasonIn(language),
                m.Drop is not null
            )),
        ];
}
