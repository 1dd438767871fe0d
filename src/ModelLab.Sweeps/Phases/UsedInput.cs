using ModelLab.Core.Text;
using ModelLab.Records.Numbers;
using ModelLab.Records.Vocabulary;
using ModelLab.Records.Vocabulary.Metrics;
using ModelLab.Sweeps.Requests;

namespace ModelLab.Sweeps.Phases;

/// <summary>What kind of input a run uses.</summary>
public enum InputKind
{
    /// <summary>Questions with reference answers.</summary>
    Dataset,

    /// <summary>Answers labelled as to be shown or not.</summary>
    LabelledSet,

    /// <summary>The chunks to retrieve from.</summary>
    KnowledgeBase,

    /// <summary>What turns texts into vectors.</summary>
    Embedder,
}

/// <summary>An input of a run, told before its first call.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Name">Its file or address as it was named or found; of an embedder its name.</param>
public sealed record UsedInput(InputKind Kind, string Name)
{
    /// <summary>How many items of it are used; null for an embedder.</summary>
    public long? Items { get; init; }

    /// <summary>How many there are.</summary>
    public long? All { get; init; }

    /// <summary>Source pages that the used items are about; null where they are not known.</summary>
    public int? Pages { get; init; }

    /// <summary>The SHA-256 of its content, hex; null for an embedder.</summary>
    public string? Sha256 { get; init; }

    /// <summary>Whether it comes with the program.</summary>
    public bool IsSample { get; init; }

    /// <summary>The language that prompts are written in; null where no model is asked about it.</summary>
    public DataLanguage? Language { get; init; }

    /// <summary>Whether the language was found out, not told.</summary>
    public bool IsLanguageFound { get; init; }

    /// <summary>Which files were passed over for it, and why; null where there was no choice.</summary>
    public Remark? PassedOver { get; init; }

    internal static IReadOnlyList<UsedInput> Of(SpecifiedSweep sweep)
    {
        var (data, retriever) = (sweep.Read.Data, sweep.Retriever);
        var pages = ItemPages.Of(data.Items.Questions, data.Items.ShowDecisions);
        var inputs = new List<UsedInput>();
        if (data.Questions is { } questions)
            inputs.Add(File(InputKind.Dataset, questions, Tier.Generation, [.. data.Items.Gold.Select(g => g.Id)]));
        if (data.Labelled is { } labelled)
            inputs.Add(File(InputKind.LabelledSet, labelled, Tier.JudgePipeline, [.. data.Items.ShowDecisions.Select(i => i.Id)]));
        if (retriever is not null)
        {
            inputs.Add(
                new(InputKind.KnowledgeBase, retriever.Base.Location)
                {
                    Items = retriever.Chunks,
                    All = retriever.Chunks,
                    Sha256 = retriever.ContentSha256,
                }
            );
            inputs.Add(new(InputKind.Embedder, retriever.EmbeddingModel));
        }
        return inputs;

        UsedInput File(InputKind kind, DataFile file, Tier tier, IReadOnlyList<string> items) =>
            new(kind, file.Path)
            {
                Items = items.Count,
                All = file.Items,
                Pages = items.Select(i => pages.PageOf(tier, i)).Distinct(StringComparer.Ordinal).Count(),
                Sha256 = file.Sha256,
                Language = data.Language,
                IsLanguageFound = sweep.Read.Request.DataLanguage is null,
                IsSample = DatasetFiles.IsSample(file.Path),
                PassedOver = file.PassedOver,
            };
    }
}
