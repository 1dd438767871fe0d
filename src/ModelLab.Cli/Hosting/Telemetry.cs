using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Console;
using ModelLab.Llm.Protocol;
using OpenTelemetry;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;

namespace ModelLab.Cli.Hosting;

/// <summary>Logs to standard error, and traces and metrics of calls to an OTLP collector where the environment names one.</summary>
internal sealed class Telemetry : IDisposable
{
    private const string EndpointVariable = "OTEL_EXPORTER_OTLP_ENDPOINT";

    // Made by whoever asks first: a run does so beside reading its data, a forecast not at all.
    private readonly Lazy<ILoggerFactory> _logs;
    private readonly TracerProvider? _traces;
    private readonly MeterProvider? _metrics;

    public Telemetry(LogLevel level)
    {
        _logs = new Lazy<ILoggerFactory>(() =>
            LoggerFactory.Create(logging =>
                logging
                    .SetMinimumLevel(level)
                    .AddSimpleConsole(console => console.SingleLine = true)
                    .Services.Configure<ConsoleLoggerOptions>(console => console.LogToStandardErrorThreshold = LogLevel.Trace)
            )
        );
        if (string.IsNullOrWhiteSpace(Environment.GetEnvironmentVariable(EndpointVariable)))
            return;
        static void Describe(ResourceBuilder resource) => resource.AddService("modellab");
        _traces = Sdk.CreateTracerProviderBuilder()
            .ConfigureResource(Describe)
            .AddSource(ModelClients.TelemetryName)
            .AddOtlpExporter()
            .Build();
        _metrics = Sdk.CreateMeterProviderBuilder()
            .ConfigureResource(Describe)
            .AddMeter(ModelClients.TelemetryName)
            .AddOtlpExporter()
            .Build();
    }

    public ILoggerFactory Logs => _logs.Value;

    public void Dispose()
    {
        _traces?.Dispose();
        _metrics?.Dispose();
        if (_logs.IsValueCreated)
            _logs.Value.Dispose();
    }
}
