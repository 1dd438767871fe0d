using System.Globalization;
using ModelLab.Llm.Configuration;

namespace ModelLab.Sweeps.Checking;

/// <summary>Looks at the machine: folders, disk, files with keys, proxies.</summary>
internal static class MachineCheck
{
    private const long Scarce = 1L << 30;
    private const long TooLittle = 100L << 20;

    private static readonly string[] ProxyVariables = ["HTTPS_PROXY", "HTTP_PROXY", "ALL_PROXY", "https_proxy", "http_proxy", "all_proxy"];

    /// <summary>Whether files can be written into a folder, which need not exist yet, and how much room there is.</summary>
    public static IEnumerable<Finding> Folder(string folder)
    {
        var there = Path.GetFullPath(folder);
        while (!Directory.Exists(there) && !File.Exists(there) && Path.GetDirectoryName(there) is { } parent)
            there = parent;
        if (Problem(there) is { } problem)
        {
            yield return Finding.Error("folder", $"{folder} cannot be written: {problem}", "give another one by --output-dir");
            yield break;
        }
        yield return Finding.Ok("folder", $"{folder} can be written");
        var free = new DriveInfo(there).AvailableFreeSpace;
        var text = string.Create(CultureInfo.InvariantCulture, $"{free / (double)(1L << 30):0.0} GiB are free for {folder}");
        yield return free < TooLittle ? Finding.Error("disk", text, "free some, or give an --output-dir on another disk")
        : free < Scarce ? Finding.Warning("disk", text, "free some before a long run")
        : Finding.Ok("disk", text);
    }

    /// <summary>Which files with variables are read, and whether others can read them too.</summary>
    public static IEnumerable<Finding> EnvironmentFiles(string folder)
    {
        var any = false;
        foreach (var name in LabEnvironment.FileNames.Where(n => File.Exists(Path.Combine(folder, n))))
        {
            any = true;
            yield return !OperatingSystem.IsWindows()
            && (File.GetUnixFileMode(Path.Combine(folder, name)) & (UnixFileMode.OtherRead | UnixFileMode.GroupRead)) != 0
                ? Finding.Warning("variables", $"{name} can be read by others on this machine", $"chmod 600 {name}")
                : Finding.Ok("variables", $"{name} is read");
        }
        if (!any)
            yield return Finding.Ok("variables", $"no {string.Join(" or ", LabEnvironment.FileNames)} here: the environment alone counts");
    }

    /// <summary>What proxies are in the environment.</summary>
    public static IEnumerable<Finding> Proxies(Func<string, string?> variable)
    {
        foreach (var name in ProxyVariables)
        {
            if (variable(name) is not { Length: > 0 } text)
                continue;
            // As the runtime reads it: without a scheme it is one of HTTP.
            yield return Uri.TryCreate(
                text.Contains("://", StringComparison.Ordinal) ? text : "http://" + text,
                UriKind.Absolute,
                out var proxy
            )
                ? Finding.Ok("proxy", $"{name} is {proxy.Scheme}://{proxy.Host}:{proxy.Port}; all endpoints but those of NO_PROXY go by it")
                : Finding.Error("proxy", $"{name} is no address (it is not shown)", $"set {name} to http://host:port, or unset it");
        }
    }

    private static string? Problem(string folder)
    {
        if (!Directory.Exists(folder))
            return "a file stands in its way";
        var probe = Path.Combine(folder, $".modellab-{Guid.NewGuid():N}");
        try
        {
            using var file = new FileStream(
                probe,
                new FileStreamOptions
                {
                    Mode = FileMode.CreateNew,
                    Access = FileAccess.Write,
                    Options = FileOptions.DeleteOnClose,
                }
            );
            return null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return e.Message;
        }
    }
}
