using System.Globalization;
using ModelLab.Core;
using Npgsql;

namespace ModelLab.Knowledge.Postgres;

/// <summary>How the help desk's database is reached. The password is in <see cref="ConnectionString"/> and nowhere else.</summary>
public sealed class PostgresSettings
{
    private const string Form = "postgres://USER:PASSWORD@HOST:PORT/DATABASE";

    private PostgresSettings(NpgsqlConnectionStringBuilder connection)
    {
        connection.ApplicationName = "modellab";
        connection.Timeout = 15;
        connection.CommandTimeout = 600; // an exact search of a large table reads all of it
        ConnectionString = connection.ConnectionString;
        Location = string.Create(
            CultureInfo.InvariantCulture,
            $"postgres://{connection.Username}@{connection.Host}:{connection.Port}/{connection.Database}"
        );
    }

    /// <summary>User, host, port and database, for messages.</summary>
    public string Location { get; }

    internal string ConnectionString { get; }

    /// <summary>Whether a knowledge base is named by such a URL.</summary>
    public static bool IsUrl(string location) =>
        location.StartsWith("postgres://", StringComparison.OrdinalIgnoreCase)
        || location.StartsWith("postgresql://", StringComparison.OrdinalIgnoreCase);

    /// <summary>Reads a URL, or the environment when the URL is a bare <c>postgres://</c>.</summary>
    /// <param name="url">
    /// <c>postgres://USER:PASSWORD@HOST:PORT/DATABASE</c>, parts percent-encoded; <c>?sslmode=</c>, <c>?pooling=</c> and
    /// <c>?search_path=</c>
    /// as Npgsql has them. A password is taken from where the host is taken from, so it never reaches another host.
    /// </param>
    /// <param name="environment">Gives <c>POSTGRES_HOST</c>, <c>_PORT</c>, <c>_USER</c>, <c>_PASSWORD</c>, <c>_DB</c>; null where one is
    /// not set.</param>
    /// <exception cref="BadInputException">A part is missing or malformed.</exception>
    public static PostgresSettings Read(string url, Func<string, string?> environment)
    {
        if (url.EndsWith("://", StringComparison.Ordinal))
            return FromEnvironment(environment);
        // The URL itself stays out of messages: it may hold the password.
        if (!Uri.TryCreate(url, UriKind.Absolute, out var uri) || uri.Host.Length == 0)
            throw new BadInputException($"the database URL cannot be read: give {Form}");
        var user = uri.UserInfo.Split(':', 2);
        var database = Uri.UnescapeDataString(uri.AbsolutePath.Trim('/'));
        if (user[0].Length == 0 || database.Length == 0)
            throw new BadInputException($"the database URL names no {(database.Length == 0 ? "database" : "user")}: give {Form}");
        var connection = new NpgsqlConnectionStringBuilder
        {
            Host = uri.Host,
            Port = uri.IsDefaultPort || uri.Port < 0 ? 5432 : uri.Port,
            Username = Uri.UnescapeDataString(user[0]),
            Password = user.Length > 1 ? Uri.UnescapeDataString(user[1]) : null,
            Database = database,
        };
        foreach (var option in uri.Query.TrimStart('?').Split('&', StringSplitOptions.RemoveEmptyEntries))
        {
            var (name, value) = option.Split('=', 2) is [var n, var v] ? (n, Uri.UnescapeDataString(v)) : (option, "");
            Apply(connection, name, value);
        }
        return new PostgresSettings(connection);
    }

    private static void Apply(NpgsqlConnectionStringBuilder connection, string name, string value)
    {
        try
        {
            switch (name)
            {
                case "sslmode":
                    connection["SSL Mode"] = value.Replace("-", "", StringComparison.Ordinal);
                    break;
                case "pooling":
                    connection["Pooling"] = value;
                    break;
                case "search_path":
                    connection.SearchPath = value;
                    break;
                default:
                    throw new BadInputException(
                        "the database URL has an option that is unknown here: give sslmode, pooling or search_path"
                    );
            }
        }
        catch (Exception e) when (e is ArgumentException or FormatException or InvalidCastException)
        {
            throw new BadInputException($"the database URL's {name} has no such value as it is given", e);
        }
    }

    private static PostgresSettings FromEnvironment(Func<string, string?> environment)
    {
        string? Variable(string name) => environment(name) is { } value && !string.IsNullOrWhiteSpace(value) ? value.Trim() : null;
        var port = 5432;
        if (
            Variable("POSTGRES_PORT") is { } text
            && (!int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out port) || port is < 1 or > 65535)
        )
            throw new BadInputException($"POSTGRES_PORT: '{text}' is no port: give a number from 1 to 65535");
        return new PostgresSettings(
            new NpgsqlConnectionStringBuilder
            {
                Host =
                    Variable("POSTGRES_HOST")
                    ?? throw new BadInputException(
                        $"POSTGRES_HOST is not set: set it with POSTGRES_USER, POSTGRES_PASSWORD and POSTGRES_DB, or give {Form}"
                    ),
                Port = port,
                Username = Variable("POSTGRES_USER") ?? throw new BadInputException("POSTGRES_USER is not set"),
                Password = Variable("POSTGRES_PASSWORD"),
                Database = Variable("POSTGRES_DB") ?? throw new BadInputException("POSTGRES_DB is not set"),
            }
        );
    }
}
