using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using Microsoft.Data.Sqlite;
using ModelLab.Cli.Commands;
using ModelLab.Cli.Commands.Kb;
using ModelLab.Cli.Commands.Models;
using ModelLab.Cli.Hosting;
using ModelLab.Core;
using ModelLab.Core.Datasets;
using ModelLab.Knowledge;
using ModelLab.Knowledge.Embedders;
using ModelLab.Llm.Configuration;
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
        };
        var parsed = root.Parse(args.Length == 0 ? ["--help"] : args);
        if (parsed.Errors.Count > 0)
        {
            var verb = string.Concat(
                parsed
                    .CommandResult.Command.Parents.OfType<Command>()
                    .Where(c => c != root)
                    .Prepend(parsed.CommandResult.Command)
                    .Reverse()
                    .Where(c => c != root)
                    .Select(c => " " + c.Name)
            );
            // A flag without its value takes the next flag for it, whose value then stands alone: the flag is the mistake. And the
            // library's first complaint about an unknown word is that a command is missing.
            var problem =
                parsed
                    .Errors.FirstOrDefault(e => e.SymbolResult is OptionResult or ArgumentResult { Parent: OptionResult })
                    ?.Message.TrimEnd('.')
                ?? (
                    parsed.UnmatchedTokens.Count > 0
                        ? $"'{parsed.UnmatchedTokens[0]}' is no command or flag here"
                        : parsed.Errors[0].Message.TrimEnd('.')
                );
            return await FailAsync(ExitCode.BadInput, $"{problem}; see 'modellab{verb} --help'").ConfigureAwait(false);
        }
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
