using System.Text.Json;
using Microsoft.Data.Sqlite;
using ModelLab.Core;

namespace ModelLab.Records.Store;

/// <summary>
/// Reads what a detail file holds. SQLite checks a page when it comes to it, so damage shows anywhere: as a fault of SQLite, or as a value
/// that no run writes.
/// </summary>
internal static class DetailFile
{
    private const int Busy = 5;
    private const int Locked = 6;

    /// <summary>Reads something; whatever is wrong with the file is bad input.</summary>
    /// <exception cref="BadInputException">The file cannot be read.</exception>
    public static T Read<T>(string file, Func<T> read)
    {
        try
        {
            return read();
        }
        catch (Exception e) when (IsDamage(e))
        {
            throw Damaged(file, e);
        }
    }

    /// <summary>Reads rows one at a time.</summary>
    /// <exception cref="BadInputException">The file cannot be read.</exception>
    public static IEnumerable<T> Each<T>(string file, IEnumerable<T> rows)
    {
        using var row = rows.GetEnumerator();
        while (Read(file, row.MoveNext))
            yield return row.Current;
    }

    /// <summary>The error of a file that cannot be read.</summary>
    public static BadInputException Damaged(string file, Exception e) =>
        new(
            $"{file}: not a readable run file ({e.Message.ReplaceLineEndings(" ")}): put back a copy, or move it away and run again: "
                + "what the journal holds is not paid for again",
            e
        )
        {
            DamagedFile = e is SqliteException { SqliteErrorCode: Busy or Locked } ? null : file,
        };

    /// <summary>Whether a fault says that a file is damaged, of another version, or that nothing was written into it yet.</summary>
    public static bool IsDamage(Exception e) =>
        e
            is SqliteException
                or JsonException
                or FormatException
                or InvalidOperationException
                or InvalidCastException
                or KeyNotFoundException
                or OverflowException
                or ArgumentException
                or NotSupportedException;
}
