using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using ModelLab.Cli.Hosting;
using ModelLab.Core;
using ModelLab.Core.Models;
using ModelLab.Llm.Configuration;
using ModelLab.Records.Vocabulary;
using ModelLab.Sweeps.Checking;
using ModelLab.Sweeps.Requests;

namespace ModelLab.Cli.Commands.Models;

/// <summary><c>models check</c>: asks models one small question each and tells what came, or what is wrong and what mends it.</summary>
internal static class ModelsCheckCommand
{
    public static Command Create(Surroundings surroundings)
    {
        var names = new Argument<string[]>("NAME")
        {
            Description = "Models as flags name them [all that variables and the models file name]",
            Arity = ArgumentArity.ZeroOrMore,
        };
        var role = Flags.OneOf(
            "--role",
            "The role whose variables bare names use",
            ModelLab.Records.Vocabulary.Names.Of(ModelRole.Generation),
            [.. Enum.GetValues<ModelRole>().Select(ModelLab.Records.Vocabulary.Names.Of)]
        );
        var timeout = Flags.AtLeast("--timeout", "Seconds that one attempt may take", 0.001, 60.0, 86_400);
        var pricing = new Option<string?>("--pricing") { Description = $"Prices [{PriceFile.Default}]" };
        var (file, json) = (Flags.ModelsFile(), ModelsCommand.Json());
        var command = new Command(
            "check",
            "Ask models one small question each: reachable, JSON, streaming, tokens, cost; exit code 6 if one fails"
        )
        {
            names,
            role,
            timeout,
            pricing,
            file,
            json,
        };
        command.SetAction(
            async (parsed, stop) =>
            {
                var environment = surroundings.ReadEnvironmentWith(parsed.GetValue(file));
                var prices = PriceFile.Read(parsed.GetValue(pricing), environment);
                var wanted = Wanted(parsed.GetValue(names) ?? [], Names.RoleOf(parsed.GetRequiredValue(role)), environment);
                using var checks = new ModelChecks(
                    environment,
                    prices,
                    surroundings.Time,
                    TimeSpan.FromSeconds(parsed.GetRequiredValue(timeout))
                );
                var results = await checks.RunAsync(wanted, stop).ConfigureAwait(false);
                if (parsed.GetValue(json))
                    await surroundings.RawOut.WriteLineAsync(JsonSerializer.Serialize(results, RunsJson.Indented)).ConfigureAwait(false);
                else
                    foreach (var line in results.SelectMany(Lines))
                        await surroundings.RawOut.WriteLineAsync(line).ConfigureAwait(false);
                return results.All(r => r.Ok) ? ExitCode.Done : ExitCode.EndpointFailed;
            }
        );
        return command;
    }

    private static IReadOnlyList<(ModelRef, EndpointResolution)> Wanted(string[] names, ModelRole role, LabEnvironment environment)
    {
        var providers = new ProviderCatalog(environment);
        var endpoints = new EndpointResolver(environment, providers, new KeyVariableOverrides());
        IReadOnlyList<(ModelRef Model, ModelRole Role)> models =
            names.Length > 0
                ? [.. names.SelectMany(Flag.Split).Select(n => (Parsed(n, providers), role)).Distinct()]
                : [.. ConfiguredModel.Of(environment).Select(m => (m.Model, m.Role))];
        if (models.Count == 0)
            throw new BadInputException(
                "models check: no model is named: give NAME, such as openai:gpt-4o-mini, or begin with 'modellab init'"
            );
        if (models.FirstOrDefault(m => m.Model.IsBuiltIn).Model is { } builtIn)
            throw new BadInputException($"models check: {builtIn} is built in: there is nothing to check");
        return [.. models.Select(m => (m.Model, endpoints.Resolve(m.Role, m.Model)))];
    }

    private static ModelRef Parsed(string name, ProviderCatalog providers)
    {
        try
        {
            return ModelRef.Parse(name, providers.IsProvider);
        }
        catch (FormatException e)
        {
            throw new BadInputException($"models check: {e.Message}", e);
        }
    }

    private static IEnumerable<string> Lines(ModelCheck check)
    {
        if (check.Fault is { } fault)
        {
            yield return $"error    {check.Name}: {fault}";
            yield break;
        }
        string Ms(double? ms) => ms is { } value ? string.Create(CultureInfo.InvariantCulture, $"{value:0} ms") : "unknown";
        string[] facts = check.IsAssistant
            ?
            [
                $"answers in {Ms(check.LatencyMs)}",
                check.Sources is { } sources ? string.Create(CultureInfo.InvariantCulture, $"{sources} sources") : "no sources named",
                TokensOf(check),
            ]
            :
            [
                $"answers in {Ms(check.LatencyMs)}",
                check.Streams == true ? $"streams (first piece after {Ms(check.FirstTokenMs)})" : "does not stream",
                check.AnswersJson == false
                    ? "no JSON"
                    : check.JsonMode switch
                    {
                        JsonMode.Schema => "JSON by schema",
                        JsonMode.Object => "JSON without schema",
                        _ => "JSON by the prompt alone",
                    },
                TokensOf(check),
                check.Cost is { } cost
                    ? string.Create(CultureInfo.InvariantCulture, $"cost {cost:0.########} {check.Currency}")
                    : "cost unknown",
            ];
        yield return $"ok       {check.Name}: {string.Join(", ", facts)}";
        if (check.ReturnedModel is { } returned && returned != check.Model)
            yield return $"           answers as {returned}";
        if (check.Reasons)
            yield return "           thinks before it answers";
        if (check.Adapted.Length > 0)
            yield return $"           {check.Adapted}";
        foreach (var warning in check.Warnings)
            yield return $"warning  {check.Name}: {warning}";
    }

    private static string TokensOf(ModelCheck check) =>
        check is { InputTokens: { } input, OutputTokens: { } output }
            ? string.Create(CultureInfo.InvariantCulture, $"{input} + {output} tokens")
            : "no tokens reported";
}
