namespace ModelLab.Dashboard.Site;

/// <summary>What an empty page tells a reader to do.</summary>
public static class FirstCommand
{
    /// <summary>The command that fills every page: the one that README begins with.</summary>
    public const string Demo = "dotnet run --project src/ModelLab.Cli -- demo";
}
