using CsCheck;
using Microsoft.Data.Sqlite;
using ModelLab.Records.Numbers;
using ModelLab.Records.Store;
using Xunit;

namespace ModelLab.Records.Tests.Store;

public sealed class BulkStatementTests : IDisposable
{
    private readonly SqliteConnection _connection = new("Data Source=:memory:");

    public BulkStatementTests()
    {
        _connection.Open();
        SqliteFile.Execute(
            _connection,
            "CREATE TABLE t(id INTEGER PRIMARY KEY, whole INTEGER, number REAL, text TEXT, bytes BLOB NOT NULL UNIQUE)"
        );
    }

    public void Dispose() => _connection.Dispose();

    [Fact]
    public void What_is_bound_is_what_is_read_whatever_it_is()
    {
        using var insert = new BulkStatement(_connection, "INSERT INTO t(whole, number, text, bytes) VALUES (?, ?, ?, ?)");
        var n = 0;
        Gen.Select(Gen.Long.Nullable(), Gen.Double[-1e9, 1e9].Nullable(), Gen.String.Where(s => !s.Any(char.IsSurrogate)).Null())
            .Sample(
                (whole, number, text) =>
                {
                    Assert.Equal(1, insert.Add(whole).Add(number).Add(text).Add(BitConverter.GetBytes(n++)).Execute());
                    using var read = SqliteFile.Command(
                        _connection,
                        "SELECT whole, number, text FROM t WHERE id = $id",
                        ("$id", insert.LastRowId)
                    );
                    using var row = read.ExecuteReader();
                    Assert.True(row.Read());
                    Assert.Equal(whole, row.IsDBNull(0) ? null : row.GetInt64(0));
                    Assert.Equal(number, row.IsDBNull(1) ? null : row.GetDouble(1));
                    Assert.Equal(text, row.IsDBNull(2) ? null : row.GetString(2));
                },
                iter: 500,
                threads: 1
            );
    }

    [Fact]
    public void An_empty_text_is_a_text_and_no_null()
    {
        using var insert = new BulkStatement(_connection, "INSERT INTO t(text, bytes) VALUES (?, ?)");
        insert.Add("").Add([1]).Execute();
        using var read = SqliteFile.Command(_connection, "SELECT typeof(text), length(text) FROM t");
        using var row = read.ExecuteReader();
        Assert.True(row.Read());
        Assert.Equal(("text", 0), (row.GetString(0), row.GetInt32(1)));
    }

    [Fact]
    public void A_row_that_is_ignored_changes_none_and_a_failed_one_says_why_and_leaves_the_statement_usable()
    {
        using var ignore = new BulkStatement(_connection, "INSERT OR IGNORE INTO t(bytes) VALUES (?)");
        using var insert = new BulkStatement(_connection, "INSERT INTO t(bytes) VALUES (?)");
        Assert.Equal(1, ignore.Add([1]).Execute());
        Assert.Equal(0, ignore.Add([1]).Execute());
        Assert.Contains(
            "UNIQUE constraint failed: t.bytes",
            Assert.Throws<SqliteException>(() => insert.Add([1]).Execute()).Message,
            StringComparison.Ordinal
        );
        Assert.Equal(1, insert.Add([2]).Execute());
    }

    [Fact]
    public void What_is_no_number_is_refused_and_not_stored_as_null()
    {
        using var insert = new BulkStatement(_connection, "INSERT INTO t(number, bytes) VALUES (?, ?)");
        Assert.Contains(
            "NaN cannot be stored",
            Assert.Throws<ArgumentException>(() => insert.Add(double.NaN)).Message,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void A_wrong_statement_says_so() =>
        Assert.Contains(
            "no such table: nowhere",
            Assert.Throws<SqliteException>(() => new BulkStatement(_connection, "DELETE FROM nowhere")).Message,
            StringComparison.Ordinal
        );
}
