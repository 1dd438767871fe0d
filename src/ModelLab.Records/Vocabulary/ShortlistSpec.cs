using System.Text.Json.Serialization;
using ModelLab.Core.Models;
using ModelLab.Records.Reading;

namespace ModelLab.Records.Vocabulary;

/// <summary>That a run's models were chosen by an earlier run.</summary>
/// <param name="Run">The earlier run's id.</param>
/// <param name="Top">How many of the best were taken; null for all that may be the best.</param>
/// <param name="ReusesQuestions">Whether finalists are estimated on the questions that chose them too, which flatters them.</param>
/// <param name="UsedItemIds">The questions and labelled items that chose them, in the order of their ids.</param>
/// <param name="Decided">What the earlier run decided for roles of which one model alone was taken; null for none.</param>
public sealed record ShortlistSpec(
    string Run,
    int? Top,
    bool ReusesQuestions,
    IReadOnlyList<string> UsedItemIds,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] IReadOnlyList<EarlierChoice>? Decided = null
);

/// <summary>A model that an earlier run named for a role: a later one of this model alone confirms its level.</summary>
/// <param name="Role">The role.</param>
/// <param name="Model">The model.</param>
/// <param name="Among">How many models of the role took part there, it included; built-ins beside others are not counted.</param>
public sealed record EarlierChoice(ModelRole Role, string Model, int Among);

/// <summary>What a user asks of a shortlist.</summary>
/// <param name="Run">The earlier run, as the archive finds it.</param>
/// <param name="Top">How many of the best are taken; null for all that may be the best.</param>
/// <param name="ReuseQuestions">Whether the questions that chose the finalists are asked again.</param>
public sealed record ShortlistRequest(string Run, int? Top, bool ReuseQuestions);
