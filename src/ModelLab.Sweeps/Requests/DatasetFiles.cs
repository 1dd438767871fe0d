using System.Text.RegularExpressions;
using ModelLab.Core;
using ModelLab.Core.Datasets;
using ModelLab.Records.Vocabulary;
using ModelLab.Records.Vocabulary.Metrics;

namespace ModelLab.Sweeps.Requests;

/// <summary>Finds and reads the data sets a run works on.</summary>
public static partial class DatasetFiles
{
    /// <summary>Where data sets are looked for when none is named.</summary>
    public const string Folder = "benchmarks/data";

    // What comes with the program, to be tried with.
    private static readonly string[] Samples = ["dataset_synthetic_20261101_120000.json", "dataset_judge_pipeline_20261101_120000.json"];

    /// <summary>Whether a file is one of those that come with the program.</summary>
    public static bool IsSample(string path) => Samples.Contains(Path.GetFileName(path));

    /// <summary>The data set of a folder, error and judge-pipeline sets left out.</summary>
    public static FoundDataset NewestGold(string folder) =>
        Newest(
            folder,
            "dataset_*.json",
            name => !name.Contains("_errors", StringComparison.Ordinal) && !name.Contains("judge_pipeline", StringComparison.Ordinal)
        );

    /// <summary>The judge-pipeline data set of a folder.</summary>
    public static FoundDataset NewestJudgePipeline(string folder) => Newest(folder, "dataset_judge_pipeline_*.json", _ => true);

    /// <summary>Reads a file whole.</summary>
    /// <exception cref="BadInputException">It does not exist or cannot be read.</exception>
    public static byte[] Read(string path)
    {
        SpecialFile.Refuse(path);
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

    // The sample comes after what a user has put there. Of the rest the newest by the stamp in its name counts, where a date alone is its
    // midnight; without a stamp the age of a file cannot be told, so such a one counts only where there is no other.
    private static FoundDataset Newest(string folder, string pattern, Func<string, bool> wanted)
    {
        if (!Directory.Exists(folder))
            return new FoundDataset(null, []);
        var all = Directory
            .EnumerateFiles(folder, pattern)
            .Where(path => wanted(Path.GetFileName(path)))
            .Select(path => (Path: path.Replace('\\', '/'), Stamp: StampOf(path), IsSample: IsSample(path)))
            .OrderBy(f => f.IsSample)
            .ThenByDescending(f => f.Stamp, StringComparer.Ordinal)
            .ThenBy(f => f.Path, StringComparer.Ordinal)
            .ToList();
        // What a link to nowhere, a link to itself or a pipe would hold is not to be had: the next newest is.
        var lost = all.Where(f => !File.Exists(f.Path) || SpecialFile.KindOf(f.Path) is not null).ToList();
        all.RemoveAll(lost.Contains);
        var own = all.Where(f => !f.IsSample).ToList();
        var taken = all.Find(f => f.Stamp is not null || (f == own[0] && own.Count == 1)).Path;
        return new FoundDataset(
            taken,
            [
                .. lost.Select(f => (f.Path, f.Stamp is not null)),
                .. all.Where(f => f.Path != taken && (f.Stamp is null || !f.IsSample)).Select(f => (f.Path, f.Stamp is not null)),
            ]
        );
    }

    private static string? StampOf(string path) =>
        Timestamp().Match(Path.GetFileName(path)) is { Success: true } stamp
            ? stamp.Value + (stamp.Length == "yyyyMMdd".Length ? "_000000" : "")
            : null;

    [GeneratedRegex(@"(?<!\d)\d{8}(?:_\d{6})?(?!\d)", RegexOptions.CultureInvariant)]
    private static partial Regex Timestamp();
}

/// <summary>A data set found in a folder, and others that lie there.</summary>
/// <param name="Path">The file; null when there is none that could be meant.</param>
/// <param name="PassedOver">The other files, and whether their names tell when they were made.</param>
public sealed record FoundDataset(string? Path, IReadOnlyList<(string Path, bool HasStamp)> PassedOver)
{
    /// <summary>A file that was named, so that there was no choice.</summary>
    public static FoundDataset Named(string path) => new(path, []);

    /// <summary>What was taken and what was not, for whoever expected another; null where there was no choice.</summary>
    public Remark? Note =>
        Path is not null && PassedOver.Count > 0
            ? NoteText.Remark(
                NoteCode.DatasetTaken,
                ("path", Path),
                ("passed_over", PassedOver.Take(MostNamed).Select(f => NameOf(f.Path)).ToList()),
                ("undated", PassedOver.Take(MostNamed).Where(f => !f.HasStamp).Select(f => NameOf(f.Path)).ToList()),
                ("more", Math.Max(0, PassedOver.Count - MostNamed))
            )
            : null;

    /// <summary>The files that could not be chosen from, as an addition to a message; empty where there are none.</summary>
    public string Undecided =>
        Path is null && PassedOver.Count > 0
            ? $" (there are {string.Join(", ", PassedOver.Take(MostNamed).Select(f => NameOf(f.Path)))}, whose names do not tell which is the newest)"
            : "";

    private const int MostNamed = 3;

    private static string NameOf(string path) => System.IO.Path.GetFileName(path);
}
