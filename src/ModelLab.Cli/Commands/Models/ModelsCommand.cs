using System.CommandLine;
using ModelLab.Cli.Hosting;

namespace ModelLab.Cli.Commands.Models;

/// <summary><c>models list|check|prices</c>: which models can be called, and how.</summary>
internal static class ModelsCommand
{
    public static Command Create(Surroundings surroundings) =>
        new("models", "Which models and providers are configured, whether they answer, and what they cost")
        {
            ModelsListCommand.Create(surroundings),
            ModelsCheckCommand.Create(surroundings),
            ModelsPricesCommand.Create(surroundings),
        };

    /// <summary>Prints JSON in place of text.</summary>
    public static Option<bool> Json() => new("--json") { Description = "Print JSON in place of text" };
}
