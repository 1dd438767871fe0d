using System.CommandLine;
using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;
using ModelLab.Cli.Hosting;
using ModelLab.Core;
using ModelLab.Dashboard.Reports;
using ModelLab.Records.Reading;
using ModelLab.Records.Store;
using ModelLab.Records.Vocabulary;
using ModelLab.Sweeps.Requests;

namespace ModelLab.Cli.Commands;

/// <summary><c>report [RUN]</c>: a run as one HTML file to send, keep and print.</summary>
internal static class ReportCommand
{
    public static Command Create(Surroundings surroundings)
    {
        var run = new Argument<string>("RUN")
        {
            Description = "Id or file of a finished run",
            Arity = ArgumentArity.ZeroOrOne,
            DefaultValueFactory = _ => "latest",
        };
        var output = new Option<string>("--output-dir")
        {
            Description = "Where the runs are",
            DefaultValueFactory = _ => SweepRequest.DefaultOutput,
        };
        var file = new Option<string?>("--out")
        {
            Description = $"The HTML file to write; one that is there is replaced [{RunFileNames.Prefix}ID.html beside the run's files]",
        };
        var questions = Flags.AtLeast(
            "--questions",
            "So many of the questions that separate the models most are shown with all answers",
            0,
            Questions,
            most: MostQuestions
        );
        var open = new Option<bool>("--open") { Description = "Open the file in the browser" };
        var lang = Flags.Lang();
        var command = new Command("report", "Write a run as one HTML file that needs no server")
        {
            run,
            output,
            file,
            questions,
            open,
            lang,
        };
        command.SetAction(
            async (parsed, _) =>
            {
                var (library, entry) = Find(parsed.GetRequiredValue(run), parsed.GetRequiredValue(output));
                var target = parsed.GetValue(file) is { } named
                    ? Checked(named)
                    : Path.Combine(library.Directory, $"{RunFileNames.Prefix}{FileNameOf(entry)}.html");
                var language = Language.Of(parsed.GetValue(lang), surroundings.Culture);
                var html = Encoding.UTF8.GetBytes(
                    await RenderAsync(library, entry, parsed.GetValue(questions), language).ConfigureAwait(false)
                );
                Write(target, html);
                var size = (html.Length / 1000).ToString(CultureInfo.InvariantCulture);
                await surroundings
                    .RawOut.WriteLineAsync(
                        language.Say($"report of run {entry.Id}: {target} ({size} kB)", $"отчёт о запуске {entry.Id}: {target} ({size} кБ)")
                    )
                    .ConfigureAwait(false);
                if (parsed.GetValue(open))
                    await surroundings.OpenInBrowserAsync(new Uri(Path.GetFullPath(target))).ConfigureAwait(false);
                return ExitCode.Done;
            }
        );
        return command;
    }

    private static (RunLibrary Library, RunEntry Run) Find(string run, string output)
    {
        // A file names the directory that it lies in, as for the other verbs.
        var isFile = Path.GetFileName(run).StartsWith(RunFileNames.Prefix, StringComparison.Ordinal) && File.Exists(run);
        var library = new RunLibrary(
            isFile
                ? Path.GetDirectoryName(run) is { Length: > 0 } folder
                    ? folder
                    : "."
                : output
        );
        return (library, library.Finished(isFile ? RunFileNames.IdOf(run) : run));
    }

    // An id that a file of another tool made up must not lead out of the directory.
    private static string FileNameOf(RunEntry run) =>
        run.Id.All(c => char.IsAsciiLetterOrDigit(c) || c is '_' or '-' or '.' or '~')
            ? run.Id
            : throw new BadInputException($"run {run.Id}: its id is no file name: name the file with --out");

    private static string Checked(string file)
    {
        if (Directory.Exists(file))
            throw new BadInputException($"--out {file}: a folder: name a file");
        // A slip of the completion must not replace a run's data.
        return Path.GetExtension(file).ToUpperInvariant() is ".HTML" or ".HTM"
            ? file
            : throw new BadInputException($"--out {file}: the report is an HTML file: let its name end with .html");
    }

    private static void Write(string file, byte[] html)
    {
        try
        {
            AtomicFile.Write(file, stream => stream.Write(html));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            var reason = e switch
            {
                DirectoryNotFoundException => "its folder does not exist",
                UnauthorizedAccessException => "no right to write there",
                _ => e.Message,
            };
            throw new BadInputException($"{file}: cannot be written ({reason}): name another file with --out", e);
        }
    }

    // Constants are compiled in, and what renders is not inlined: other verbs must not load the web server.
    private const int Questions = RunReport.PresetQuestions,
        MostQuestions = RunReport.MostQuestions;

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static Task<string> RenderAsync(RunLibrary library, RunEntry run, int questions, Language language) =>
        ReportRenderer.RenderAsync(RunReport.Of(run, library, questions, language), language);
}
