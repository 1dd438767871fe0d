using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.DataProtection.KeyManagement;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using ModelLab.Core;
using ModelLab.Dashboard.Apis;
using ModelLab.Dashboard.Exports;
using ModelLab.Dashboard.Site;
using ModelLab.Dashboard.Text;
using ModelLab.Dashboard.Views;
using ModelLab.Dashboard.Views.History;
using ModelLab.Dashboard.Views.Live;
using ModelLab.Dashboard.Views.Llm;
using ModelLab.Records.Deciding;
using ModelLab.Records.Reading;
using ModelLab.Records.Vocabulary;

namespace ModelLab.Dashboard.Hosting;

/// <summary>The dashboard's web server: it reads what runs wrote, calls no model and holds no secret but its own token.</summary>
public sealed class DashboardServer : IAsyncDisposable
{
    private readonly WebApplication _app;

    private DashboardServer(WebApplication app, Uri address) => (_app, Address) = (app, address);

    /// <summary>Where it is reached on this machine.</summary>
    public Uri Address { get; }

    /// <summary>Starts the server.</summary>
    /// <exception cref="BadInputException">The host or token is refused, or the port is taken.</exception>
    public static async Task<DashboardServer> StartAsync(DashboardOptions options, TimeProvider time, CancellationToken cancellationToken)
    {
        var address = options.Address();
        var app = Build(options, address, time);
        try
        {
            await app.StartAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (Exception e) when (e is IOException or SocketException)
        {
            await app.DisposeAsync().ConfigureAwait(false);
            throw new BadInputException(
                $"--port {options.Port}: cannot be listened at on {options.Host} ({e.Message}): give an address of this machine and another "
                    + "port, or 0 for any that is free",
                e
            );
        }
        // The first reader need not wait until a large registry is parsed; what fails here is told on the page.
        _ = Task.Run(app.Services.GetRequiredService<RunLibrary>().Runs, CancellationToken.None);
        var port = new Uri(app.Urls.First()).Port;
        var host = IPAddress.Any.Equals(address) || IPAddress.IPv6Any.Equals(address) ? DashboardOptions.Loopback : address.ToString();
        return new DashboardServer(app, new UriBuilder("http", host, port).Uri);
    }

    /// <summary>Serves until it is cancelled.</summary>
    public Task RunAsync(CancellationToken cancellationToken) => _app.WaitForShutdownAsync(cancellationToken);

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(2));
        await _app.StopAsync(patience.Token).ConfigureAwait(false);
        await _app.DisposeAsync().ConfigureAwait(false);
    }

    private static WebApplication Build(DashboardOptions options, IPAddress address, TimeProvider time)
    {
        // An empty builder: no configuration file and no variable can bind another address. The content root is the program's folder,
        // or start-up would crawl the working directory.
        var builder = WebApplication.CreateEmptyBuilder(
            new WebApplicationOptions
            {
                ContentRootPath = AppContext.BaseDirectory,
                ApplicationName = typeof(DashboardServer).Assembly.GetName().Name,
            }
        );
        builder
            .WebHost.UseKestrelCore()
            .ConfigureKestrel(kestrel =>
            {
                kestrel.AddServerHeader = false;
                kestrel.Limits.MaxRequestBodySize = 64 * 1024;
                kestrel.Listen(address, options.Port, listen => listen.Protocols = HttpProtocols.Http1);
            });
        builder.Logging.AddConsole(o => o.LogToStandardErrorThreshold = LogLevel.Trace).SetMinimumLevel(LogLevel.Warning);
        // What keeps the server from starting is told by the command, in one line.
        builder.Logging.AddFilter("Microsoft.Extensions.Hosting", LogLevel.None);
        // Refused forms and unencrypted keys that never leave memory are no news for a user.
        builder
            .Logging.AddFilter("Microsoft.AspNetCore.Antiforgery", LogLevel.None)
            .AddFilter("Microsoft.AspNetCore.DataProtection", LogLevel.Error);
        var services = builder.Services;
        services.AddSingleton<IHostLifetime, CallersLifetime>();
        services.AddSingleton(options);
        services.AddSingleton(time);
        services.AddSingleton(new RunLibrary(options.OutputDirectory));
        services.AddSingleton<RunScores>();
        services.AddSingleton<QuestionSets>();
        services.AddSingleton<ViewCache>();
        services.AddSingleton(provider => new ComparableGrounds(run => PartsOf(provider.GetRequiredService<RunLibrary>(), run)));
        services.AddSingleton<LiveRuns>();
        services.AddSingleton(EmbeddedAssets.Load());
        services.AddSingleton(new SitePresets(options.Language));
        services.AddSingleton(new TokenGate(options.Token));
        // The default encoder turns Cyrillic into entities, which triples a page.
        services.AddSingleton<HtmlEncoder>(new HarmlessEncoder());
        services.Configure<KeyManagementOptions>(o => o.XmlRepository = new KeysInMemory());
        services.AddAntiforgery(o =>
        {
            o.Cookie.Name = "modellab-form";
            o.Cookie.SameSite = SameSiteMode.Strict;
            o.Cookie.HttpOnly = true;
            o.SuppressXFrameOptionsHeader = true;
        });
        services.AddRouting();
        Api.AddServices(services);
        services.AddRazorComponents();

        var app = builder.Build();
        app.UseMiddleware<SafetyMiddleware>();
        app.UseMiddleware<ProblemMiddleware>();
        app.UseRouting();
        app.UseMiddleware<CrowdMiddleware>();
        app.UseAntiforgery();
        Api.Map(app);
        Downloads.Map(app);
        Routes.Map(app);
        return app;
    }

    private static IReadOnlyDictionary<string, string> PartsOf(RunLibrary library, RunEntry run)
    {
        try
        {
            return library.Open(run).Fingerprint.Parts;
        }
        catch (BadInputException)
        {
            return new Dictionary<string, string>();
        } // the run stands alone
    }

    /// <summary>The command line ends the program; the host must not listen to signals beside it.</summary>
    private sealed class CallersLifetime : IHostLifetime
    {
        public Task WaitForStartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }
}
