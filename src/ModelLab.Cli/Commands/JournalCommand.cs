using System.CommandLine;
using System.Globalization;
using ModelLab.Cli.Hosting;
using ModelLab.Core;
using ModelLab.Sweeps.Journal;
using ModelLab.Sweeps.Requests;

namespace ModelLab.Cli.Commands;

/// <summary><c>journal stats|prune|export</c>: looks after the journal of calls.</summary>
internal static class JournalCommand
{
    public static Command Create(Surroundings surroundings)
    {
        var output = new Option<string>("--output-dir")
        {
            Description = "Where the journal is",
            DefaultValueFactory = _ => SweepRequest.DefaultOutput,
        };
        var stats = new Command("stats", "Say what the journal holds, by model") { output };
        stats.SetAction(parsed => Stats(surroundings, Path(parsed.GetRequiredValue(output))));

        var olderThan = Flags.NumberIfAny("--older-than", "Only calls older than so many days", 0);
        var model = new Option<string?>("--model") { Description = "Only calls of this model, as its endpoint knows it" };
        var errors = new Option<bool>("--errors") { Description = "Only calls that ended in an error" };
        var yes = new Option<bool>("--all") { Description = "Every call; needed when no other choice is made" };
        var prune = new Command("prune", "Delete calls; they will be paid for again when they are needed")
        {
            output,
            olderThan,
            model,
            errors,
            yes,
        };
        prune.SetAction(parsed =>
        {
            var (days, name, onlyErrors) = (parsed.GetValue(olderThan), parsed.GetValue(model), parsed.GetValue(errors));
            if (days is null && name is null && !onlyErrors && !parsed.GetValue(yes))
                throw new BadInputException("journal prune: say what to delete: --older-than DAYS, --model NAME, --errors, or --all");
            var before = days is { } d ? surroundings.Time.GetUtcNow() - TimeSpan.FromDays(d) : (DateTimeOffset?)null;
            var deleted = JournalFile.Prune(Path(parsed.GetRequiredValue(output)), before, name, onlyErrors);
            surroundings.RawOut.WriteLine(string.Create(CultureInfo.InvariantCulture, $"deleted {deleted} calls"));
            return ExitCode.Done;
        });

        var export = new Command("export", "Write every call as a line of JSON to standard output") { output };
        export.SetAction(parsed =>
        {
            foreach (var line in JournalFile.Export(Path(parsed.GetRequiredValue(output))))
                surroundings.RawOut.WriteLine(line);
            return ExitCode.Done;
        });
        return new Command("journal", "Look after the journal of calls") { stats, prune, export };
    }

    private static int Stats(Surroundings surroundings, string path)
    {
        var stats = JournalFile.Stats(path);
        surroundings.RawOut.WriteLine(
            string.Create(
                CultureInfo.InvariantCulture,
                $"{path}: {stats.Sum(s => s.Calls)} calls, {new FileInfo(path).Length / 1024.0 / 1024:0.0} MiB"
            )
        );
        foreach (var s in stats)
            surroundings.RawOut.WriteLine(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"{s.Model} at {s.Endpoint}: {s.Calls} calls, {s.Errors} errors, {s.Tokens} tokens, mean latency {s.MeanLatencyMs?.ToString("0", CultureInfo.InvariantCulture) ?? "unknown"} ms, {s.First} to {s.Last}"
                )
            );
        return ExitCode.Done;
    }

    private static string Path(string directory) => System.IO.Path.Combine(directory, CallJournal.FileName);
}
