using System.Text.RegularExpressions;
using DiffPlex;

namespace ModelLab.Dashboard.Views;

/// <summary>What a stretch of text is, seen from the text it is held against.</summary>
public enum DiffKind
{
    /// <summary>In both.</summary>
    Same,

    /// <summary>In the other text alone.</summary>
    Missing,

    /// <summary>In this text alone.</summary>
    Extra,
}

/// <summary>A stretch of words.</summary>
/// <param name="Kind">Where it stands.</param>
/// <param name="Text">The words.</param>
public sealed record DiffPiece(DiffKind Kind, string Text);

/// <summary>A text held against another one word by word.</summary>
/// <param name="Pieces">Both texts in one, in order.</param>
/// <param name="Shared">The share of the text's words that stand in the other too, in the same order; null without words.</param>
public sealed record WordDiff(IReadOnlyList<DiffPiece> Pieces, double? Shared)
{
    /// <summary>Longer texts are not compared: nobody reads such differences, and comparing costs more than linear time.</summary>
    public const int LongestText = 8000;

    private static readonly WordChunker Words = new();

    /// <summary>Compares two texts; null when one of them is longer than <see cref="LongestText"/> characters.</summary>
    /// <param name="other">What the text is held against.</param>
    /// <param name="text">The text.</param>
    public static WordDiff? Of(string other, string text)
    {
        if (other.Length > LongestText || text.Length > LongestText)
            return null;
        var result = Differ.Instance.CreateDiffs(other, text, ignoreWhiteSpace: true, ignoreCase: false, Words);
        var pieces = new List<DiffPiece>();
        var place = 0;
        foreach (var block in result.DiffBlocks)
        {
            Add(pieces, DiffKind.Same, result.PiecesNew, place, block.InsertStartB);
            Add(pieces, DiffKind.Missing, result.PiecesOld, block.DeleteStartA, block.DeleteStartA + block.DeleteCountA);
            Add(pieces, DiffKind.Extra, result.PiecesNew, block.InsertStartB, block.InsertStartB + block.InsertCountB);
            place = block.InsertStartB + block.InsertCountB;
        }
        Add(pieces, DiffKind.Same, result.PiecesNew, place, result.PiecesNew.Count);
        var extra = result.DiffBlocks.Sum(b => b.InsertCountB);
        return new WordDiff(pieces, result.PiecesNew.Count == 0 ? null : (double)(result.PiecesNew.Count - extra) / result.PiecesNew.Count);
    }

    private static void Add(List<DiffPiece> pieces, DiffKind kind, IReadOnlyList<string> words, int from, int to)
    {
        if (to > from)
            pieces.Add(new DiffPiece(kind, string.Concat(words.Skip(from).Take(to - from))));
    }

    /// <summary>Words and marks, each with the space behind it, so that spaces alone do not count as common.</summary>
    private sealed class WordChunker : IChunker
    {
        private static readonly Regex Piece = new(@"\w+\s*|[^\w\s]\s*|\s+", RegexOptions.CultureInvariant);

        public IReadOnlyList<string> Chunk(string text) => [.. Piece.Matches(text).Select(m => m.Value)];
    }
}
