using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using ModelLab.Cli.Hosting;
using ModelLab.Core.Money;
using ModelLab.Llm.Configuration;
using ModelLab.Records.Vocabulary;
using ModelLab.Sweeps.Requests;

namespace ModelLab.Cli.Commands.Models;

/// <summary><c>models prices</c>: what configured models cost, and which have no price.</summary>
internal static class ModelsPricesCommand
{
    public static Command Create(Surroundings surroundings)
    {
        var pricing = new Option<string?>("--pricing") { Description = $"Prices [{PriceFile.Default}]" };
        var (file, json) = (Flags.ModelsFile(), ModelsCommand.Json());
        var command = new Command("prices", "Say what configured models cost, and how to add what is missing") { pricing, file, json };
        command.SetAction(parsed =>
        {
            var environment = surroundings.ReadEnvironmentWith(parsed.GetValue(file));
            var prices = PriceFile.Read(parsed.GetValue(pricing), environment);
            var today = DateOnly.FromDateTime(surroundings.Time.GetUtcNow().UtcDateTime);
            var rows = ConfiguredModel
                .Of(environment)
                .Select(m => (Model: m.Model.ToString(), IsFree: IsLoopback(m, environment)))
                .DistinctBy(m => m.Model)
                .Select(m => new PriceRow(m.Model, m.IsFree, prices.For(m.Model)))
                .ToList();
            if (parsed.GetValue(json))
                surroundings.RawOut.WriteLine(JsonSerializer.Serialize(rows, RunsJson.Indented));
            else
                Write(surroundings.RawOut, rows, parsed.GetValue(pricing) ?? PriceFile.Default, today);
            return ExitCode.Done;
        });
        return command;
    }

    private static void Write(TextWriter output, IReadOnlyList<PriceRow> rows, string file, DateOnly today)
    {
        if (rows.Count == 0)
            output.WriteLine("no models are named: 'modellab init' finds what is there");
        foreach (var row in rows)
            output.WriteLine(
                row.Price is { } p
                    ? string.Create(
                        CultureInfo.InvariantCulture,
                        $"ok       {row.Model}: {p.InputPerMillion} + {p.OutputPerMillion} {p.Currency} per million tokens, "
                            + $"as of {p.AsOf:yyyy-MM-dd}"
                    )
                : row.RunsHere ? $"ok       {row.Model}: runs on this machine"
                : $"missing  {row.Model}"
            );
        var missing = rows.Where(r => r is { Price: null, RunsHere: false }).ToList();
        if (missing.Count == 0)
            return;
        output.WriteLine($"add to \"prices\" of {file}, with the numbers of the provider's price page:");
        foreach (var row in missing)
            output.WriteLine(
                $$"""  {"model": {{JsonSerializer.Serialize(row.Model, RunsJson.Files)}}, "input_per_million": N, "output_per_million": N, """
                    + $$""" "currency": "USD", "as_of": "{{today.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)}}", "source": "https://…"},""".TrimStart()
            );
    }

    private static bool IsLoopback(ConfiguredModel model, LabEnvironment environment)
    {
        var endpoints = new EndpointResolver(environment, new ProviderCatalog(environment), new KeyVariableOverrides());
        return endpoints.Resolve(model.Role, model.Model).Endpoint?.BaseUrl.IsLoopback == true;
    }

    private sealed record PriceRow(string Model, bool RunsHere, Price? Price);
}
