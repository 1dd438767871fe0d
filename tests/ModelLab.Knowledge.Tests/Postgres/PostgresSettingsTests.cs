using System.Net;
using System.Net.Sockets;
using ModelLab.Core;
using ModelLab.Core.Datasets;
using ModelLab.Knowledge.Postgres;
using Npgsql;

namespace ModelLab.Knowledge.Tests.Postgres;

public sealed class PostgresSettingsTests
{
    private static readonly Dictionary<string, string?> Variables = new()
    {
        ["POSTGRES_HOST"] = "db.example",
        ["POSTGRES_PORT"] = "6543",
        ["POSTGRES_USER"] = "reader",
        ["POSTGRES_PASSWORD"] = "s3cret-word",
        ["POSTGRES_DB"] = "help",
    };

    private static string? Environment(string name) => Variables.GetValueOrDefault(name);

    [Fact]
    public void A_URL_gives_all_parts_percent_decoded_and_its_location_hides_the_password()
    {
        var settings = PostgresSettings.Read(
            "postgresql://us%40er:s3cret%2Fword@10.0.0.1:6000/help%20desk?sslmode=verify-full&search_path=bot",
            Environment
        );
        var connection = new NpgsqlConnectionStringBuilder(settings.ConnectionString);
        Assert.Equal(
            ("us@er", "s3cret/word", "10.0.0.1", 6000, "help desk", SslMode.VerifyFull, "bot"),
            (
                connection.Username,
                connection.Password,
                connection.Host,
                connection.Port,
                connection.Database,
                connection.SslMode,
                connection.SearchPath
            )
        );
        Assert.Equal("postgres://us@er@10.0.0.1:6000/help desk", settings.Location);
    }

    [Fact]
    public void A_bare_URL_takes_the_environment()
    {
        var settings = PostgresSettings.Read("postgres://", Environment);
        var connection = new NpgsqlConnectionStringBuilder(settings.ConnectionString);
        Assert.Equal(
            ("reader", "s3cret-word", "db.example", 6543, "help"),
            (connection.Username, connection.Password, connection.Host, connection.Port, connection.Database)
        );
        Assert.Equal("postgres://reader@db.example:6543/help", settings.Location);
    }

    [Fact]
    public void The_environments_password_goes_to_no_other_host() =>
        Assert.DoesNotContain(
            "s3cret",
            PostgresSettings.Read("postgres://reader@other.example/help", Environment).ConnectionString,
            StringComparison.Ordinal
        );

    [Theory]
    [InlineData("postgres://s3cret-word@/help")]
    [InlineData("postgres://:s3cret-word@host/help")]
    [InlineData("postgres://user:s3cret-word@host")]
    [InlineData("postgres://user:s3cret-word@host:99999/help")]
    [InlineData("postgres://user:s3cret-word@host/help?sslmode=s3cret-word")]
    [InlineData("postgres://user:x@host/help?password=s3cret-word")]
    public void A_URL_that_cannot_be_read_is_refused_without_repeating_it(string url)
    {
        var error = Assert.Throws<BadInputException>(() => PostgresSettings.Read(url, Environment));
        Assert.Contains("the database URL", error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("s3cret", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("POSTGRES_HOST", null, "POSTGRES_HOST is not set")]
    [InlineData("POSTGRES_USER", " ", "POSTGRES_USER is not set")]
    [InlineData("POSTGRES_DB", null, "POSTGRES_DB is not set")]
    [InlineData("POSTGRES_PORT", "none", "POSTGRES_PORT: 'none' is no port: give a number from 1 to 65535")]
    public void A_variable_that_is_missing_or_wrong_is_named(string name, string? value, string message)
    {
        var error = Assert.Throws<BadInputException>(() => PostgresSettings.Read("postgres://", n => n == name ? value : Environment(n)));
        Assert.StartsWith(message, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_database_that_is_down_is_one_clear_line_without_the_password()
    {
        using var taken = new TcpListener(IPAddress.Loopback, 0); // bound but not listening: connections are refused
        taken.Server.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        var port = ((IPEndPoint)taken.Server.LocalEndPoint!).Port;
        var settings = PostgresSettings.Read($"postgres://reader:s3cret-word@127.0.0.1:{port}/help?sslmode=disable", Environment);
        var error = await Assert.ThrowsAsync<BadInputException>(() =>
            PostgresKnowledgeBase.OpenAsync(settings, SearchMode.Exact, mayWriteEmbeddings: false, TestContext.Current.CancellationToken)
        );
        Assert.StartsWith(
            $"postgres://reader@127.0.0.1:{port}/help: the database cannot be reached",
            error.Message,
            StringComparison.Ordinal
        );
        Assert.DoesNotContain("s3cret", error.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain('\n', error.Message);
    }
}
