using System.Net.Sockets;
using ModelLab.Core;
using Npgsql;

namespace ModelLab.Knowledge.Postgres;

/// <summary>Says in one line what went wrong with the database and what to do.</summary>
internal static class PostgresErrors
{
    private const string Expected =
        "expected chunk(id, confluence_url, text, embedding vector) and question_answer(id, question, answer, confluence_url, score, embedding vector, created_at)";

    public static BadInputException Explain(NpgsqlException error, string location) =>
        new($"{location}: {Reason(error).ReplaceLineEndings(" ")}", error);

    private static string Reason(NpgsqlException error) =>
        error switch
        {
            PostgresException { SqlState: PostgresErrorCodes.InvalidPassword or PostgresErrorCodes.InvalidAuthorizationSpecification } =>
                "the database refused user and password: set POSTGRES_USER and POSTGRES_PASSWORD, or give them in the URL",
            PostgresException { SqlState: PostgresErrorCodes.InvalidCatalogName } e =>
                $"{e.MessageText}: set POSTGRES_DB, or name another in the URL",
            PostgresException { SqlState: PostgresErrorCodes.UndefinedTable or PostgresErrorCodes.UndefinedColumn } e =>
                $"{e.MessageText}: {Expected}",
            PostgresException { SqlState: PostgresErrorCodes.UndefinedFunction or PostgresErrorCodes.UndefinedObject } e =>
                $"{e.MessageText}: the column 'embedding' must be of pgvector's type vector",
            PostgresException { SqlState: PostgresErrorCodes.InsufficientPrivilege } e =>
                $"{e.MessageText}: let this user read the tables, and for 'kb embed' update the column 'embedding'",
            PostgresException e => $"{e.MessageText} (SQLSTATE {e.SqlState})",
            { InnerException: SocketException or IOException or TimeoutException } e =>
                $"the database cannot be reached ({e.InnerException!.Message}): is it running, and are host and port right?",
            _ => $"the database cannot be used ({error.Message})",
        };
}
