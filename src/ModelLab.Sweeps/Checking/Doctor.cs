using System.Runtime.InteropServices;
using ModelLab.Core;
using ModelLab.Llm.Configuration;
using ModelLab.Sweeps.Requests;

namespace ModelLab.Sweeps.Checking;

/// <summary>Looks at everything that a run without flags would use, and says what mends what is wrong.</summary>
/// <param name="time">The clock.</param>
/// <param name="timeout">The longest an endpoint may take.</param>
public sealed class Doctor(TimeProvider time, TimeSpan timeout)
{
    /// <summary>Looks at it.</summary>
    /// <param name="version">The program's version.</param>
    /// <param name="read">Reads the variables.</param>
    /// <param name="modelsFile">The models file; null for the usual one.</param>
    /// <param name="outputDirectory">Where results would go.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <returns>What was found, in the order of looking.</returns>
    public async Task<IReadOnlyList<Finding>> RunAsync(
        string version,
        Func<LabEnvironment> read,
        string? modelsFile,
        string outputDirectory,
        CancellationToken cancellationToken
    )
    {
        var findings = new List<Finding>
        {
            Finding.Ok("program", $"modellab {version}, {RuntimeInformation.FrameworkDescription}, {RuntimeInformation.RuntimeIdentifier}"),
        };
        findings.AddRange(MachineCheck.Folder(outputDirectory));
        findings.AddRange(MachineCheck.EnvironmentFiles(Directory.GetCurrentDirectory()));
        var environment = Read(read, findings);
        environment = WithModels(environment, modelsFile, findings);
        findings.AddRange(MachineCheck.Proxies(Environment.GetEnvironmentVariable));
        findings.AddRange(
            await CheckedAsync("models", () => new EndpointCheck(environment, time, timeout).RunAsync(cancellationToken))
                .ConfigureAwait(false)
        );
        findings.AddRange(DataCheck.Datasets());
        findings.Add(await DataCheck.KnowledgeAsync(environment, cancellationToken).ConfigureAwait(false));
        findings.Add(await DataCheck.EmbedderAsync(environment, time, timeout, cancellationToken).ConfigureAwait(false));
        findings.Add(DataCheck.Journal(outputDirectory));
        return findings;
    }

    private static LabEnvironment Read(Func<LabEnvironment> read, List<Finding> findings)
    {
        try
        {
            return read();
        }
        catch (BadInputException e)
        {
            findings.Add(Finding.Error("variables", e.Message, "mend that line"));
            return LabEnvironment.From([]);
        }
    }

    private static LabEnvironment WithModels(LabEnvironment environment, string? path, List<Finding> findings)
    {
        try
        {
            var file = ModelsFile.Read(path);
            var whole = environment.With(file);
            findings.Add(
                file.Path.Length == 0
                    ? Finding.Ok("models file", $"none at {ModelsFile.Default}, and none is needed")
                    : Finding.Ok(
                        "models file",
                        FormattableString.Invariant($"{file.Path}: {file.Providers.Count} providers, {file.Models.Count} short names")
                    )
            );
            return whole;
        }
        catch (BadInputException e)
        {
            findings.Add(Finding.Error("models file", e.Message, "mend it there; editors help with its $schema"));
            return environment;
        }
    }

    private static async Task<IReadOnlyList<Finding>> CheckedAsync(string subject, Func<Task<IReadOnlyList<Finding>>> check)
    {
        try
        {
            return await check().ConfigureAwait(false);
        }
        catch (BadInputException e)
        {
            return [Finding.Error(subject, e.Message, "mend it there")];
        }
    }
}
