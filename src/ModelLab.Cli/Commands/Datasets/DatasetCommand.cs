using System.CommandLine;
using ModelLab.Cli.Hosting;

namespace ModelLab.Cli.Commands.Datasets;

/// <summary><c>dataset import|show|check|convert</c>: makes data sets out of other people's files, and looks into them.</summary>
internal static class DatasetCommand
{
    public static Command Create(Surroundings surroundings) =>
        new("dataset", "Work with data sets")
        {
            DatasetImportCommand.Create(surroundings),
            DatasetShowCommand.Create(surroundings),
            DatasetCheckCommand.Create(surroundings),
            DatasetConvertCommand.Create(surroundings),
        };
}
