using System.CommandLine;
using System.Globalization;
using Microsoft.Data.Sqlite;
using ModelLab.Cli.Commands;
using ModelLab.Cli.Commands.Datasets;
using ModelLab.Cli.Commands.Kb;
using ModelLab.Cli.Commands.Models;
using ModelLab.Cli.Help;
using ModelLab.Cli.Hosting;
using ModelLab.Core;
using ModelLab.Core.Datasets;
using ModelLab.Knowledge;
using ModelLab.Knowledge.Embedders;
using ModelLab.Llm.Configuration;
using ModelLab.Records.Vocabulary;
using ModelLab.Sweeps.Execution;
using ModelLab.Sweeps.Phases;
using ModelLab.Sweeps.Requests;
using ModelLab.Sweeps.Retrieval;

namespace ModelLab.Cli;

/// <summary>The command line: verbs, exit codes, and one line for every error.</summary>
internal sealed class App(Surroundings surroundings)
{
    public async Task<int> RunAsync(string[] args)
    {
        using var stop = new StopSignal(surroundings);
        var root = Root(stop, LanguageOf(args));
        var parsed = root.Parse(
            args is [] ? ["--help"]
            : args is ["help", .. var verbs] ? [.. verbs, "--help"]
            : args
        );
        if (parsed.Errors.Count > 0)
            return await FailAsync(ExitCode.BadInput, MistypedLine.Of(parsed)).ConfigureAwait(false);
        try
        {
            var invocation = new InvocationConfiguration
            {
                EnableDefaultExceptionHandler = false,
                ProcessTerminationTimeout = null,
                Output = surroundings.RawOut,
                Error = surroundings.Error,
            };
            var code = await parsed.InvokeAsync(invocation, stop.Tokens.NoMoreCalls).ConfigureAwait(false);
            await surroundings.RawOut.FlushAsync(CancellationToken.None).ConfigureAwait(false);
            if (surroundings.OutputLost() is not { } lost)
                return code;
            // Of a run the files are the result; of the other verbs it is what they print.
            var isKept = parsed.CommandResult.Command.Name is "run" or "demo" or "dashboard" or "report";
            if (!isKept && code == ExitCode.Done)
                return await FailAsync(ExitCode.BadInput, $"standard output: cannot be written: {lost}").ConfigureAwait(false);
            await surroundings
                .Error.WriteLineAsync($"warning: standard output: cannot be written: {lost}; what was to be said there is lost")
                .ConfigureAwait(false);
            return code;
        }
        catch (BadInputException e)
        {
            return await FailAsync(ExitCode.BadInput, e.Message).ConfigureAwait(false);
        }
        catch (EmbeddingFailedException e)
        {
            return await FailAsync(ExitCode.NothingToEvaluate, e.Message).ConfigureAwait(false);
        }
        catch (NothingToEvaluateException e)
        {
            return await FailAsync(ExitCode.NothingToEvaluate, e.Message).ConfigureAwait(false);
        }
        catch (RunStoppedException e) when (e.Reason == StopReason.BudgetReached)
        {
            var spent = e.Spent.ToString("0.####", CultureInfo.InvariantCulture);
            if (e.DetailFile is null)
                return await FailAsync(
                        ExitCode.BudgetReached,
                        $"budget reached after {spent}, before the run began: nothing was written; give a larger --budget"
                    )
                    .ConfigureAwait(false);
            return await FailAsync(
                    ExitCode.BudgetReached,
                    $"budget reached after {spent}: everything finished so far is in {e.DetailFile}; {GoesOn(e)}, with a budget of its own"
                )
                .ConfigureAwait(false);
        }
        catch (RunStoppedException e)
        {
            return await FailAsync(ExitCode.Interrupted, $"interrupted: everything finished so far is in {e.DetailFile}; {GoesOn(e)}")
                .ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (stop.IsStopped)
        {
            var before = parsed.CommandResult.Command.Name is "run" or "demo";
            return await FailAsync(
                    ExitCode.Interrupted,
                    before ? "interrupted before the run began: nothing was written" : "interrupted: what was finished is kept"
                )
                .ConfigureAwait(false);
        }
        catch (SqliteException e)
        {
            return await FailAsync(
                    ExitCode.BadInput,
                    $"a file of the output directory or knowledge base cannot be used ({e.Message}): 'doctor' looks for which"
                )
                .ConfigureAwait(false);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return await FailAsync(ExitCode.BadInput, e.Message).ConfigureAwait(false);
        }
    }

    /// <summary>All commands.</summary>
    internal RootCommand Root(StopSignal stop, Language language)
    {
        var root = new RootCommand("ModelLab: which language model to use in which role, with evidence")
        {
            DemoCommand.Create(surroundings, stop),
            RunCommand.Create(surroundings, stop),
            DashboardCommand.Create(surroundings, stop),
            ReportCommand.Create(surroundings),
            RunsCommand.Create(surroundings),
            DatasetCommand.Create(surroundings),
            RecommendCommand.Create(surroundings),
            CompareCommand.Create(surroundings),
            AnalyzeCommand.Create(surroundings, OpenKnowledgeAsync),
            ScoreCommand.Create(surroundings),
            JournalCommand.Create(surroundings),
            ModelsCommand.Create(surroundings),
            InitCommand.Create(surroundings),
            DoctorCommand.Create(surroundings),
            KbCommand.Create(surroundings, surroundings.Embedders),
            CompletionCommand.Create(surroundings),
        };
        HelpOptions.Install(root, surroundings, language);
        return root;
    }

    private async Task<(IKnowledgeBase, IEmbedder)> OpenKnowledgeAsync(AnalyzedKnowledge wanted, CancellationToken cancellationToken)
    {
        var environment = surroundings.ReadEnvironmentWith(wanted.ModelsFile);
        var calls = EmbeddingCalls.Open(SweepRequest.DefaultOutput, environment, surroundings.Time);
        var source = new RetrieverSource(
            wanted.KnowledgeBase,
            wanted.Dataset,
            SweepRequest.DefaultOutput,
            wanted.EmbeddingModel,
            SearchMode.Exact,
            SkipChecks: !wanted.NeedsEmbeddings,
            new KeyVariableOverrides()
        );
        var retriever = await source.OpenAsync(environment, calls.Caller, cancellationToken).ConfigureAwait(false);
        if (wanted.NeedsEmbeddings)
            await retriever.EmbedMissingAsync(KnowledgePart.Chunks, cancellationToken).ConfigureAwait(false);
        return (retriever.Base, retriever.Embedder);
    }

    // The help is asked for before flags are read.
    private Language LanguageOf(string[] args)
    {
        var flag = Array.FindLastIndex(args, a => a == "--lang" || a.StartsWith("--lang=", StringComparison.Ordinal));
        var code =
            flag < 0 ? null
            : args[flag].Length > "--lang".Length ? args[flag]["--lang=".Length..]
            : args.ElementAtOrDefault(flag + 1);
        return Language.Of(code, surroundings.Culture);
    }

    private static string GoesOn(RunStoppedException stopped) =>
        stopped.AskedAnew
            ? "the same command without --no-cache, --refresh, --retry-errors and --new makes only the calls that are missing"
            : "the same command goes on from there";

    private async Task<int> FailAsync(int code, string message)
    {
        await surroundings.Error.WriteLineAsync("error: " + message.ReplaceLineEndings(" ")).ConfigureAwait(false);
        return code;
    }
}
