using System.Runtime.CompilerServices;
using ModelLab.Core;
using Npgsql;
using Pgvector.Npgsql;

namespace ModelLab.Knowledge.Postgres;

/// <summary>Statements on the help desk's database; each unit of work is one transaction on a connection of its own.</summary>
internal sealed class PostgresDatabase : IAsyncDisposable
{
    // Columns with a time zone are read as UTC, wherever the server thinks it is.
    private const string Begin = "SET LOCAL TIME ZONE 'UTC'";

    private readonly NpgsqlDataSource _source;

    public PostgresDatabase(PostgresSettings settings)
    {
        Location = settings.Location;
        var builder = new NpgsqlDataSourceBuilder(settings.ConnectionString);
        builder.UseVector();
        _source = builder.Build();
    }

    public string Location { get; }

    /// <summary>The rows of a query, read only, as they come.</summary>
    public async IAsyncEnumerable<NpgsqlDataReader> RowsAsync(
        string sql,
        [EnumeratorCancellation] CancellationToken cancellationToken,
        params object?[] parameters
    )
    {
        await using var connection = await AttemptAsync(() => _source.OpenConnectionAsync(cancellationToken).AsTask())
            .ConfigureAwait(false);
        await using var transaction = await BeginAsync(connection, "SET TRANSACTION READ ONLY", cancellationToken).ConfigureAwait(false);
        await using var command = Command(connection, sql, parameters);
        await using var reader = await AttemptAsync(() => command.ExecuteReaderAsync(cancellationToken)).ConfigureAwait(false);
        while (await AttemptAsync(() => reader.ReadAsync(cancellationToken)).ConfigureAwait(false))
            yield return reader;
    }

    /// <summary>Work in one transaction, committed when it ends well.</summary>
    /// <param name="settings">What the transaction starts with, for example that it only reads.</param>
    /// <param name="work">The work.</param>
    /// <param name="cancellationToken">Stops it; the transaction is rolled back.</param>
    public Task InTransactionAsync(string settings, Func<NpgsqlConnection, Task> work, CancellationToken cancellationToken) =>
        AttemptAsync(async () =>
        {
            await using var connection = await _source.OpenConnectionAsync(cancellationToken).ConfigureAwait(false);
            await using var transaction = await BeginAsync(connection, settings, cancellationToken).ConfigureAwait(false);
            await work(connection).ConfigureAwait(false);
            await transaction.CommitAsync(cancellationToken).ConfigureAwait(false);
            return true;
        });

    public static NpgsqlCommand Command(NpgsqlConnection connection, string sql, params object?[] parameters)
    {
        var command = connection.CreateCommand();
#pragma warning disable CA2100 // every statement is a constant of this folder
        command.CommandText = sql;
#pragma warning restore CA2100
        foreach (var value in parameters)
            command.Parameters.Add(new NpgsqlParameter { Value = value ?? DBNull.Value });
        return command;
    }

    public ValueTask DisposeAsync() => _source.DisposeAsync();

    private Task<NpgsqlTransaction> BeginAsync(NpgsqlConnection connection, string settings, CancellationToken cancellationToken) =>
        AttemptAsync(async () =>
        {
            var transaction = await connection.BeginTransactionAsync(cancellationToken).ConfigureAwait(false);
            await using var command = Command(connection, $"{settings}; {Begin}");
            await command.ExecuteNonQueryAsync(cancellationToken).ConfigureAwait(false);
            return transaction;
        });

    private async Task<T> AttemptAsync<T>(Func<Task<T>> action)
    {
        try
        {
            return await action().ConfigureAwait(false);
        }
        catch (NpgsqlException e)
        {
            throw PostgresErrors.Explain(e, Location);
        }
        catch (Exception e) when (e is InvalidCastException or NotSupportedException)
        {
            throw new BadInputException(
                $"{Location}: the column 'embedding' is not of pgvector's type vector ({e.Message.ReplaceLineEndings(" ")})",
                e
            );
        }
    }
}
