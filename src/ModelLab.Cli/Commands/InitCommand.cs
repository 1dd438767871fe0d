using System.CommandLine;
using System.Text;
using ModelLab.Cli.Hosting;
using ModelLab.Core;
using ModelLab.Llm.Configuration;
using ModelLab.Records.Store;
using ModelLab.Sweeps.Setup;

namespace ModelLab.Cli.Commands;

/// <summary><c>init</c>: writes the files of a configuration from what is there: keys in the environment, local servers.</summary>
internal static class InitCommand
{
    private const string Schema = "models.schema.json";

    public static Command Create(Surroundings surroundings)
    {
        var folder = new Option<string>("--folder") { Description = "Where the files go", DefaultValueFactory = _ => "." };
        var force = new Option<bool>("--force")
        {
            Description = "Add to an existing .env.benchmark-models, and replace benchmarks/models.json (the old one is kept as .bak)",
        };
        var command = new Command(
            "init",
            "Write .env.benchmark-models and benchmarks/models.json from keys and local servers that are found"
        )
        {
            folder,
            force,
        };
        command.SetAction(
            async (parsed, stop) =>
            {
                var target = parsed.GetRequiredValue(folder);
                var variables = Path.Combine(target, LabEnvironment.FileNames[^1]);
                var models = Path.Combine(target, ModelsFile.Default);
                // Before anything is looked for, so that a refusal comes at once and nothing is half written.
                if (!parsed.GetValue(force) && new[] { variables, models }.FirstOrDefault(File.Exists) is { } existing)
                    throw new BadInputException(
                        $"{existing}: exists already: --force changes it, 'modellab models list' says what it holds"
                    );
                var environment = surroundings.ReadEnvironment();
                var found = await new FoundModels(environment, surroundings.Time).FindAsync(stop).ConfigureAwait(false);
                if (found.Count == 0)
                    throw new BadInputException(
                        "init: nothing was found: set a provider's key, such as OPENAI_API_KEY or GIGACHAT_CREDENTIALS, or "
                            + "start a local server such as ollama, and give the command again"
                    );
                var day = DateOnly.FromDateTime(surroundings.Time.GetLocalNow().DateTime);
                Write(variables, models, SetupFiles.Of(found, environment, day));
                foreach (var line in SetupFiles.Describe(found))
                    await surroundings.RawOut.WriteLineAsync($"found    {line}").ConfigureAwait(false);
                await surroundings.RawOut.WriteLineAsync($"written  {variables}").ConfigureAwait(false);
                await surroundings.RawOut.WriteLineAsync($"written  {models}").ConfigureAwait(false);
                await surroundings
                    .RawOut.WriteLineAsync("next     modellab models check    (asks each model one small question)")
                    .ConfigureAwait(false);
                return ExitCode.Done;
            }
        );
        return command;
    }

    private static void Write(string variables, string models, SetupFiles files)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(models))!);
        if (File.Exists(models))
            File.Copy(models, models + ".bak", overwrite: true);
        var existing = File.Exists(variables) ? File.ReadAllText(variables) : null;
        AtomicFile.Write(variables, stream => stream.Write(Encoding.UTF8.GetBytes(files.VariablesText(existing))));
        // It is where people put keys later.
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(variables, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        AtomicFile.Write(models, stream => stream.Write(Encoding.UTF8.GetBytes(files.Models)));
        var schema = Path.Combine(Path.GetDirectoryName(models)!, Schema);
        if (File.Exists(schema))
            return;
        using var resource = typeof(InitCommand).Assembly.GetManifestResourceStream(Schema)!;
        AtomicFile.Write(schema, resource.CopyTo);
    }
}
