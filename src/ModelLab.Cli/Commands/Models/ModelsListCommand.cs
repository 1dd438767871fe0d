using System.CommandLine;
using System.Text.Json;
using ModelLab.Cli.Hosting;
using ModelLab.Core.Models;
using ModelLab.Llm.Configuration;
using ModelLab.Records.Vocabulary;
using ModelLab.Sweeps.Requests;

namespace ModelLab.Cli.Commands.Models;

/// <summary><c>models list</c>: what is known of providers and models, and where each value comes from. Keys are set or not set.</summary>
internal static class ModelsListCommand
{
    public static Command Create(Surroundings surroundings)
    {
        var (file, json) = (Flags.ModelsFile(), ModelsCommand.Json());
        var all = new Option<bool>("--all") { Description = "Also providers that are known but not configured" };
        var command = new Command("list", "Say what is known of providers and models, and where it comes from") { file, all, json };
        command.SetAction(parsed =>
        {
            var environment = surroundings.ReadEnvironmentWith(parsed.GetValue(file));
            var providers = ProviderReport.Of(environment);
            var models = ConfiguredModel.Of(environment).Select(m => Row(m, environment)).ToList();
            if (parsed.GetValue(json))
            {
                surroundings.RawOut.WriteLine(JsonSerializer.Serialize(new { providers, models }, RunsJson.Indented));
                return ExitCode.Done;
            }
            var shown = providers.Where(p => parsed.GetValue(all) || p.IsConfigured).ToList();
            foreach (var provider in shown)
                Write(surroundings.RawOut, provider);
            var others = providers.Except(shown).Select(p => p.Name).ToList();
            if (others.Count > 0)
                surroundings.RawOut.WriteLine($"known, not configured: {string.Join(", ", others)}");
            surroundings.RawOut.WriteLine(models.Count == 0 ? "no models are named: 'modellab init' finds what is there" : "models:");
            foreach (var model in models)
            {
                var means = model.StandsFor is null ? "" : $" = {model.StandsFor}";
                var where = model.Problem is { } problem
                    ? $"cannot be called: {problem}"
                    : $"{model.Endpoint}, {(model.IsKeySet ? $"{model.KeyVariable} set" : "no key")}";
                surroundings.RawOut.WriteLine($"  {model.Name}{means} ({model.Source}, {model.Role}): {where}");
            }
            return ExitCode.Done;
        });
        return command;
    }

    private static ModelRow Row(ConfiguredModel model, LabEnvironment environment)
    {
        var isShort = model.Source == environment.Models.Path && !ModelRef.NamesAssistant(model.Model.ToString());
        var endpoints = new EndpointResolver(environment, new ProviderCatalog(environment), new KeyVariableOverrides());
        var named = endpoints.Named(model.Model);
        var found = endpoints.Resolve(model.Role, model.Model);
        var source = environment.SourceOf(model.Source) is { } origin ? $"{model.Source}, {origin}" : model.Source;
        return new ModelRow(
            model.Model.ToString(),
            named is null ? null : string.Join(' ', new[] { named.Model.ToString(), named.Parameters.Canonical }.Where(t => t.Length > 0)),
            isShort ? "any role" : Names.Of(model.Role),
            source,
            found.Endpoint?.EndpointId,
            found.Endpoint?.KeyVariable,
            found.Endpoint?.Key is not null,
            found.Problem
        );
    }

    private static void Write(TextWriter output, ProviderReport provider)
    {
        var key =
            provider.KeyVariable is null ? "no key is sent"
            : provider.KeySource is { } source ? $"key {provider.KeyVariable} set ({source})"
            : provider.NeedsKey ? $"key {provider.KeyVariable} NOT SET"
            : $"no key needed ({provider.KeyVariable} not set)";
        output.WriteLine($"{provider.Name}: {key}");
        foreach (var value in provider.Values.Where(v => v.Source != Told.Known || v.Member == "base_url"))
            output.WriteLine($"  {value.Member} {value.Value} ({value.Source})");
    }

    private sealed record ModelRow(
        string Name,
        string? StandsFor,
        string Role,
        string Source,
        string? Endpoint,
        string? KeyVariable,
        bool IsKeySet,
        string? Problem
    );
}
