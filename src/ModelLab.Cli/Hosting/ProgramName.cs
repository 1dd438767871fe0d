namespace ModelLab.Cli.Hosting;

/// <summary>How this program is called, for commands to be copied.</summary>
internal static class ProgramName
{
    /// <summary>The installed program.</summary>
    public const string Installed = "modellab";

    private const string Project = "src/ModelLab.Cli";

    /// <summary>As it was started: built from a clone, or installed.</summary>
    public static string AsStarted =>
        AppContext.BaseDirectory.Replace('\\', '/').Contains($"/{Project}/bin/", StringComparison.Ordinal) && Directory.Exists(Project)
            ? $"dotnet run --project {Project} --"
            : Installed;
}
