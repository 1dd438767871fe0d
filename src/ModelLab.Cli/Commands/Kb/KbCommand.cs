using System.CommandLine;
using System.Globalization;
using ModelLab.Cli.Hosting;

namespace ModelLab.Cli.Commands.Kb;

/// <summary><c>kb import|embed|list|show|export|stats|search</c>: makes, fills and looks into a knowledge base.</summary>
internal static class KbCommand
{
    public static Command Create(Surroundings surroundings, KbEmbedderFactory embedders)
    {
        var bases = new KbBase(surroundings, embedders);
        return new Command("kb", "Make, fill and look into a knowledge base")
        {
            KbImportCommand.Create(surroundings),
            KbEmbedCommand.Create(surroundings, bases),
            KbListCommand.Create(surroundings),
            KbShowCommand.Create(surroundings),
            KbExportCommand.Create(surroundings),
            KbStatsCommand.Create(surroundings, bases),
            KbSearchCommand.Create(surroundings, bases),
        };
    }
}
