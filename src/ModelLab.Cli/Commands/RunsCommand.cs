using System.CommandLine;
using System.Text.Json;
using ModelLab.Cli.Hosting;
using ModelLab.Cli.Screens;
using ModelLab.Core;
using ModelLab.Records.Deciding;
using ModelLab.Records.Reading;
using ModelLab.Records.Store;
using ModelLab.Records.Vocabulary;
using ModelLab.Sweeps.Requests;

namespace ModelLab.Cli.Commands;

/// <summary><c>runs list|show|rename|tag|note|delete|import</c>: looks after the runs of an output directory.</summary>
internal static class RunsCommand
{
    public static Command Create(Surroundings surroundings)
    {
        var output = new Option<string>("--output-dir")
        {
            Description = "Where the runs are",
            DefaultValueFactory = _ => SweepRequest.DefaultOutput,
        };
        var lang = Flags.Lang();
        return new Command("runs", "Look after the runs: list, show, name, tag, delete, import")
        {
            List(surroundings, output, lang),
            Show(surroundings, output, lang),
            Rename(surroundings, output),
            Tag(surroundings, output),
            Note(surroundings, output),
            Delete(surroundings, output),
            Import(surroundings, output),
        };
    }

    private static Command List(Surroundings surroundings, Option<string> output, Option<string?> lang)
    {
        var tag = new Option<string?>("--tag") { Description = "Only runs with this tag" };
        var json = new Option<bool>("--json") { Description = "Print JSON in place of a table" };
        var command = new Command("list", "When, on what, which models, what came out, what it cost") { output, tag, json, lang };
        command.SetAction(parsed =>
        {
            var library = new RunLibrary(parsed.GetRequiredValue(output));
            var runs = library.Runs().Where(r => parsed.GetValue(tag) is not { } t || r.Label?.Tags?.Contains(t) == true).ToList();
            foreach (var problem in new[] { library.Problem, ProblemOfLabels(library) }.OfType<string>())
                surroundings.Error.WriteLine("warning: " + problem);
            if (parsed.GetValue(json))
                surroundings.RawOut.WriteLine(JsonSerializer.SerializeToNode(runs, RunsJson.Files)!.ToJsonString(RunsJson.Indented));
            else
                RunsTable.Show(surroundings.Out, library.Directory, runs, Language.Of(parsed.GetValue(lang), surroundings.Culture));
            return ExitCode.Done;
        });
        return command;
    }

    private static Command Show(Surroundings surroundings, Option<string> output, Option<string?> lang)
    {
        var run = new Argument<string>("RUN") { Description = "Its id, name or file, or latest", DefaultValueFactory = _ => "latest" };
        var command = new Command("show", "The tables of a finished run again, as it showed them") { run, output, lang };
        command.SetAction(parsed =>
        {
            var opened = new RunLibrary(parsed.GetRequiredValue(output)).Open(parsed.GetRequiredValue(run));
            var language = Language.Of(parsed.GetValue(lang), surroundings.Culture);
            RunsTable.Head(surroundings.Out.Lines(), opened.Entry, language);
            ResultTables.Show(surroundings.Out, opened, RoleRecommendation.Of(opened, new Margins()), language);
            return ExitCode.Done;
        });
        return command;
    }

    private static Command Rename(Surroundings surroundings, Option<string> output)
    {
        var run = Run();
        var name = new Argument<string?>("NAME")
        {
            Description = "What it is called; nothing takes the name away",
            Arity = ArgumentArity.ZeroOrOne,
        };
        var command = new Command("rename", "Give a run a name, which stands for its id in every command") { run, name, output };
        command.SetAction(parsed =>
        {
            var given = parsed.GetValue(name)?.Trim() is { Length: > 0 } text ? text : null;
            if (given is "latest")
                throw new BadInputException("runs rename: 'latest' always means the newest run: give another name");
            var library = new RunLibrary(parsed.GetRequiredValue(output));
            var entry = library.Any(parsed.GetRequiredValue(run));
            if (
                given is not null
                && library.Runs().FirstOrDefault(r => r.Id != entry.Id && (r.Id == given || r.Label?.Name == given)) is { } other
            )
                throw new BadInputException($"runs rename: '{given}' is run {other.Id}: give another name, or rename that one first");
            return Change(surroundings, library, entry, label => label with { Name = given });
        });
        return command;
    }

    private static Command Tag(Surroundings surroundings, Option<string> output)
    {
        var run = Run();
        var tags = new Argument<string[]>("TAG") { Description = "Words to find it by", Arity = ArgumentArity.OneOrMore };
        var remove = new Option<bool>("--remove") { Description = "Take these tags away" };
        var command = new Command("tag", "Tag a run, for 'runs list --tag'") { run, tags, remove, output };
        command.SetAction(parsed =>
        {
            var library = new RunLibrary(parsed.GetRequiredValue(output));
            var given = parsed.GetRequiredValue(tags);
            return Change(
                surroundings,
                library,
                library.Any(parsed.GetRequiredValue(run)),
                label =>
                    label with
                    {
                        Tags =
                        [
                            .. (parsed.GetValue(remove) ? (label.Tags ?? []).Except(given) : (label.Tags ?? []).Union(given)).Order(
                                StringComparer.Ordinal
                            ),
                        ],
                    }
            );
        });
        return command;
    }

    private static Command Note(Surroundings surroundings, Option<string> output)
    {
        var run = Run();
        var text = new Argument<string?>("TEXT")
        {
            Description = "What to remember; nothing takes the note away",
            Arity = ArgumentArity.ZeroOrOne,
        };
        var command = new Command("note", "Write a note beside a run") { run, text, output };
        command.SetAction(parsed =>
        {
            var library = new RunLibrary(parsed.GetRequiredValue(output));
            var note = parsed.GetValue(text)?.Trim() is { Length: > 0 } given ? given : null;
            return Change(surroundings, library, library.Any(parsed.GetRequiredValue(run)), label => label with { Note = note });
        });
        return command;
    }

    private static Command Delete(Surroundings surroundings, Option<string> output)
    {
        var runs = new Argument<string[]>("RUN") { Description = "Ids or names", Arity = ArgumentArity.OneOrMore };
        var yes = new Option<bool>("--yes") { Description = "Do it; without it only what would be deleted is told" };
        var command = new Command("delete", "Delete runs: their files and their place in the registry; the journal keeps its calls")
        {
            runs,
            yes,
            output,
        };
        command.SetAction(
            async (parsed, cancellationToken) =>
            {
                var library = new RunLibrary(parsed.GetRequiredValue(output));
                var entries = parsed.GetRequiredValue(runs).Select(library.Any).DistinctBy(e => e.Id).ToList();
                var language = Language.Of(null, surroundings.Culture);
                var did = parsed.GetValue(yes) ? language.Say("deleted", "удалён") : language.Say("would delete", "был бы удалён");
                foreach (var entry in entries)
                {
                    if (parsed.GetValue(yes))
                        await library.DeleteAsync(entry, surroundings.Time, cancellationToken).ConfigureAwait(false);
                    await surroundings.RawOut.WriteLineAsync($"{did} {RunsTable.Named(entry)}").ConfigureAwait(false);
                }
                if (!parsed.GetValue(yes))
                    throw new BadInputException("runs delete: nothing was deleted: add --yes to do it");
                return ExitCode.Done;
            }
        );
        return command;
    }

    private static Command Import(Surroundings surroundings, Option<string> output)
    {
        var file = new Argument<string>("FILE")
        {
            Description = $"A {RunRegistry.FileName}, also of schema 2.0, or the directory that it lies in",
        };
        var command = new Command("import", "Take over the runs of another registry; NaN becomes null") { file, output };
        command.SetAction(
            async (parsed, cancellationToken) =>
            {
                var imported = await new RunLibrary(parsed.GetRequiredValue(output))
                    .ImportAsync(parsed.GetRequiredValue(file), surroundings.Time, cancellationToken)
                    .ConfigureAwait(false);
                await surroundings
                    .RawOut.WriteLineAsync(
                        Language
                            .Of(null, surroundings.Culture)
                            .Say(
                                $"runs taken over: {imported.Ids.Count}, here already: {imported.Present}; files copied: {imported.Files}",
                                $"взято запусков: {imported.Ids.Count}, уже здесь: {imported.Present}; скопировано файлов: {imported.Files}"
                            )
                    )
                    .ConfigureAwait(false);
                return ExitCode.Done;
            }
        );
        return command;
    }

    private static Argument<string> Run() => new("RUN") { Description = "Its id or name, or latest" };

    private static int Change(Surroundings surroundings, RunLibrary library, RunEntry entry, Func<RunLabel, RunLabel> change)
    {
        var label = new RunLabels(Path.Combine(library.Directory, RunLabels.FileName)).Change(entry.Id, change);
        surroundings.RawOut.WriteLine(RunsTable.Named(entry with { Label = label }));
        return ExitCode.Done;
    }

    private static string? ProblemOfLabels(RunLibrary library)
    {
        try
        {
            new RunLabels(Path.Combine(library.Directory, RunLabels.FileName)).Read();
            return null;
        }
        catch (BadInputException e)
        {
            return e.Message;
        }
    }
}
