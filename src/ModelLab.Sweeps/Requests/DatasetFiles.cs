using System.Text.RegularExpressions;
using ModelLab.Core;
using ModelLab.Core.Datasets;

namespace ModelLab.Sweeps.Requests;

/// <summary>Finds and reads the data sets a run works on.</summary>
public static partial class DatasetFiles
{
    /// <summary>Where data sets are looked for when none is named.</summary>
    public const string Folder = "benchmarks/data";

    /// <summary>
    /// The newest <c>dataset_*.json</c> of a folder by the timestamp in its name, leaving out error and judge-pipeline sets; null when
    /// there is none.
    /// </summary>
    public static string? NewestGold(string folder) =>
        Newest(
            folder,
            "dataset_*.json",
            name => !name.Contains("_errors", StringComparison.Ordinal) && !name.Contains("judge_pipeline", StringComparison.Ordinal)
        );

    /// <summary>
    /// The newest <c>dataset_judge_pipeline_*.json</c> of a folder by the timestamp in its name; null when there is none.
    /// </summary>
    public static string? NewestJudgePipeline(string folder) => Newest(folder, "dataset_judge_pipeline_*.json", _ => true);

    /// <summary>Reads a file whole.</summary>
    /// <exception cref="BadInputException">It does not exist or cannot be read.</exception>
    public static byte[] Read(string path)
    {
        try
        {
            return File.ReadAllBytes(path);
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new BadInputException($"{path}: no such file", e);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new BadInputException($"{path}: cannot be read: {(Directory.Exists(path) ? "it is a folder" : e.Message)}", e);
        }
    }

    /// <summary>Leaves out items that an annotator marked as not usable, and says how many.</summary>
    public static IReadOnlyList<GoldItem> LeaveOutMarked(IReadOnlyList<GoldItem> items, out int leftOut)
    {
        var kept = items.Where(i => i is { IsQuestionOk: not false, IsAnswerOk: not false, IsChunkOk: not false }).ToList();
        leftOut = items.Count - kept.Count;
        return kept;
    }

    // A file without a timestamp in its name is never a default: its age cannot be told.
    private static string? Newest(string folder, string pattern, Func<string, bool> wanted) =>
        !Directory.Exists(folder)
            ? null
            : Directory
                .EnumerateFiles(folder, pattern)
                .Select(path => (Path: path, Stamp: Timestamp().Match(Path.GetFileName(path))))
                .Where(f => f.Stamp.Success && wanted(Path.GetFileName(f.Path)))
                .OrderByDescending(f => f.Stamp.Value, StringComparer.Ordinal)
                .ThenBy(f => f.Path, StringComparer.Ordinal)
                .Select(f => f.Path.Replace('\\', '/'))
                .FirstOrDefault();

    [GeneratedRegex(@"\d{8}_\d{6}", RegexOptions.CultureInvariant)]
    private static partial Regex Timestamp();
}
