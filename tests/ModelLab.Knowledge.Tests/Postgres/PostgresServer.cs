using System.Diagnostics;
using System.Globalization;
using ModelLab.Knowledge.Postgres;
using ModelLab.Knowledge.Tests.Postgres;
using ModelLab.Testing.Support;
using Npgsql;

[assembly: AssemblyFixture(typeof(PostgresServer))]

namespace ModelLab.Knowledge.Tests.Postgres;

/// <summary>
/// A real PostgreSQL with pgvector, run by Node.js as a child process while the tests last. It is one database with one session, so the
/// tests that use it run one after the other (<see cref="Collection"/>).
/// </summary>
public sealed class PostgresServer : IAsyncLifetime
{
    public const string Collection = "PostgreSQL";

    private Process? _process;
    private string? _missing;

    public int Port { get; private set; }

    public string Url =>
        string.Create(
            CultureInfo.InvariantCulture,
            $"postgres://postgres:s3cret-word@127.0.0.1:{Port}/postgres?sslmode=disable&pooling=false"
        );

    public async ValueTask InitializeAsync()
    {
        var folder = Path.Combine(Repository.Root, "tests", "postgres");
        if (!Directory.Exists(Path.Combine(folder, "node_modules")))
        {
            _missing = "no PostgreSQL for tests: install Node.js and run 'npm ci' in tests/postgres (./test.sh does)";
            return;
        }
        try
        {
            _process = Process.Start(
                new ProcessStartInfo("node", ["server.mjs"])
                {
                    WorkingDirectory = folder,
                    RedirectStandardInput = true,
                    RedirectStandardOutput = true,
                }
            );
        }
        catch (System.ComponentModel.Win32Exception)
        {
            _missing = "no PostgreSQL for tests: Node.js is missing";
            return;
        }
        var line = await _process!.StandardOutput.ReadLineAsync();
        Port = int.Parse(
            line ?? throw new InvalidOperationException("tests/postgres/server.mjs ended without naming its port"),
            CultureInfo.InvariantCulture
        );
    }

    public ValueTask DisposeAsync()
    {
        _process?.Kill(entireProcessTree: true);
        _process?.Dispose();
        return ValueTask.CompletedTask;
    }

    /// <summary>Leaves the calling test out on a machine without Node.js; under CI that is a failure.</summary>
    public void Require()
    {
        if (_missing is null)
            return;
        if (Environment.GetEnvironmentVariable("CI") is "true" or "1")
            Assert.Fail(_missing);
        Assert.Skip(_missing);
    }

    /// <summary>The settings as a user gives them.</summary>
    public PostgresSettings Settings() => PostgresSettings.Read(Url, _ => null);

    /// <summary>Runs a statement as the database's owner.</summary>
    public async Task<object?> ExecuteAsync(string sql)
    {
        await using var connection = new NpgsqlConnection(Settings().ConnectionString);
        await connection.OpenAsync(TestContext.Current.CancellationToken);
        await using var command = connection.CreateCommand();
        command.CommandText = sql;
        return await command.ExecuteScalarAsync(TestContext.Current.CancellationToken);
    }
}

[CollectionDefinition(PostgresServer.Collection, DisableParallelization = true)]
public sealed class PostgresTests;
