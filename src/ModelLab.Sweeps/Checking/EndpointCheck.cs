using System.Globalization;
using System.Net.Sockets;
using ModelLab.Llm.Configuration;
using ModelLab.Sweeps.Requests;

namespace ModelLab.Sweeps.Checking;

/// <summary>Looks at the endpoints and keys of all models that are configured. No key is sent and nothing is paid.</summary>
/// <param name="environment">The variables.</param>
/// <param name="time">The clock.</param>
/// <param name="timeout">The longest an endpoint may take.</param>
internal sealed class EndpointCheck(LabEnvironment environment, TimeProvider time, TimeSpan timeout)
{
    // Signatures and tokens of some providers are refused where clocks differ by minutes.
    private static readonly TimeSpan ClockTolerance = TimeSpan.FromSeconds(60);

    /// <summary>Keys, endpoints, and the clock as an endpoint tells it.</summary>
    public async Task<IReadOnlyList<Finding>> RunAsync(CancellationToken cancellationToken)
    {
        var endpoints = new EndpointResolver(environment, new ProviderCatalog(environment), new KeyVariableOverrides());
        var models = ConfiguredModel.Of(environment).Select(m => (m.Model, Found: endpoints.Resolve(m.Role, m.Model))).ToList();
        if (models.Count == 0)
            return
            [
                Finding.Warning(
                    "models",
                    "none is named by a variable or the models file: only built-in baselines can run",
                    "modellab init"
                ),
            ];
        var missing = models
            .Where(m => m.Found.Problem is not null)
            .GroupBy(m => m.Found.Problem!)
            .Select(g => Finding.Error("key", $"{string.Join(", ", g.Select(m => m.Model))}: {g.Key}", "modellab init, or set it by hand"));
        var reached = await Task.WhenAll(
                models
                    .Select(m => m.Found.Endpoint)
                    .OfType<ModelEndpoint>()
                    .GroupBy(e => e.EndpointId)
                    .Select(g => ReachAsync(g.First(), g.Select(e => e.Model.ToString()), cancellationToken))
            )
            .ConfigureAwait(false);
        var clock = reached.Where(r => r.Skew is not null).Take(1).Select(r => Clock(r.Skew!.Value));
        return [.. missing, .. reached.Select(r => r.Finding), .. clock];
    }

    private async Task<(Finding Finding, TimeSpan? Skew)> ReachAsync(
        ModelEndpoint endpoint,
        IEnumerable<string> models,
        CancellationToken cancellationToken
    )
    {
        using var limit = new CancellationTokenSource(timeout, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, limit.Token);
        var (at, key) = (endpoint.EndpointId, endpoint.Key is null ? "no key" : $"{endpoint.KeyVariable} set");
        try
        {
            // Behind certificates and proxies of its own an endpoint is reached by calls alone.
            var skew = endpoint is { Assistant: null, Connection: { CaFile: null, ClientCertificateFile: null, Proxy: null } }
                ? await GetAsync(endpoint, either.Token).ConfigureAwait(false)
                : await ConnectAsync(endpoint, either.Token).ConfigureAwait(false);
            return (Finding.Ok("endpoint", $"{at} can be reached, {key} ({string.Join(", ", models)})"), skew);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            var text = string.Create(CultureInfo.InvariantCulture, $"{at} does not answer within {timeout.TotalSeconds:0.#} s");
            return (Finding.Error("endpoint", text, $"is it running? see 'modellab models check {models.First()}'"), null);
        }
        catch (Exception e) when (e is HttpRequestException or SocketException or IOException)
        {
            var reason = environment.CreateScrubber([]).Scrub(e.GetBaseException().Message);
            return (
                Finding.Error("endpoint", $"{at} cannot be reached ({reason})", "is it running, is the address right, is there a proxy?"),
                null
            );
        }
    }

    private async Task<TimeSpan?> GetAsync(ModelEndpoint endpoint, CancellationToken cancellationToken)
    {
        using var http = new HttpMessageInvoker(new SocketsHttpHandler { AllowAutoRedirect = false, ActivityHeadersPropagator = null });
        using var request = new HttpRequestMessage(HttpMethod.Get, endpoint.EndpointId + "/models");
        using var response = await http.SendAsync(request, cancellationToken).ConfigureAwait(false);
        return response.Headers.Date is { } date ? time.GetUtcNow() - date : null;
    }

    private static async Task<TimeSpan?> ConnectAsync(ModelEndpoint endpoint, CancellationToken cancellationToken)
    {
        var at = endpoint.Connection.Proxy ?? endpoint.BaseUrl;
        using var client = new TcpClient();
        await client.ConnectAsync(at.Host, at.Port, cancellationToken).ConfigureAwait(false);
        return null;
    }

    private static Finding Clock(TimeSpan skew)
    {
        var text = string.Create(
            CultureInfo.InvariantCulture,
            $"{Math.Abs(skew.TotalSeconds):0} s {(skew < TimeSpan.Zero ? "behind" : "ahead of")} an endpoint's"
        );
        return skew.Duration() <= ClockTolerance
            ? Finding.Ok("clock", text)
            : Finding.Warning("clock", text, "set the clock, as by 'timedatectl set-ntp true'");
    }
}
