using ModelLab.Core.Datasets;
using ModelLab.Exchange.Columns;

namespace ModelLab.Exchange.Importing;

/// <summary>What a file gave.</summary>
/// <typeparam name="T">What its rows became.</typeparam>
/// <param name="Items">One for each row that could be taken, in their order.</param>
/// <param name="LeftOut">The rows that could not.</param>
/// <param name="Unmatched">Rows that were taken, though what they name the knowledge base does not hold.</param>
/// <param name="Chunks">A knowledge base made of the contexts in the file; none where one was given or the file has none.</param>
/// <param name="Used">What something was made of, and the columns it was found in.</param>
/// <param name="Others">The columns that nothing was made of; they are kept as they are, but for past questions.</param>
/// <param name="Remarks">What else is to be known, in the reader's language.</param>
public sealed record ImportedData<T>(
    IReadOnlyList<T> Items,
    IReadOnlyList<RowFault> LeftOut,
    IReadOnlyList<RowFault> Unmatched,
    IReadOnlyList<KnowledgeChunk> Chunks,
    IReadOnlyList<(ImportField Field, string Column)> Used,
    IReadOnlyList<string> Others,
    IReadOnlyList<string> Remarks
);
