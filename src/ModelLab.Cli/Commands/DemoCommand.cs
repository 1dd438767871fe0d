using System.CommandLine;
using Microsoft.Extensions.Logging;
using ModelLab.Cli.Hosting;
using ModelLab.Cli.Screens;
using ModelLab.Core.Models;
using ModelLab.Llm.Baselines;
using ModelLab.Records.Analyses;
using ModelLab.Records.Reading;
using ModelLab.Records.Vocabulary;
using ModelLab.Sweeps.Requests;
using Spectre.Console;

namespace ModelLab.Cli.Commands;

/// <summary><c>demo</c>: the whole sweep on the sample data with all built-ins; no key and no network needed.</summary>
internal static class DemoCommand
{
    public static Command Create(Surroundings surroundings, StopSignal stop)
    {
        var output = new Option<string>("--output-dir")
        {
            Description = "Where results go",
            DefaultValueFactory = _ => SweepRequest.DefaultOutput,
        };
        var lang = Flags.Lang();
        var command = new Command("demo", "Run the whole sweep on the sample data with all built-in baselines") { output, lang };
        command.SetAction(
            async (parsed, _) =>
            {
                var language = Language.Of(parsed.GetValue(lang), surroundings.Culture);
                var directory = parsed.GetRequiredValue(output);
                var sample = SampleData.In(directory);
                var request = new SweepRequest
                {
                    Tiers = TierNames.All,
                    Dataset = sample.Dataset,
                    JudgePipelineDataset = sample.JudgePipeline,
                    KnowledgeBase = sample.KnowledgeBase,
                    SessionsFile = sample.Sessions,
                    Analyses = new AnalysisRequest(new UtilizationOptions(), new TopicOptions(), new DomainOptions()),
                    OutputDirectory = directory,
                    Models = new Dictionary<ModelRole, IReadOnlyList<string>>
                    {
                        [ModelRole.Generation] = Named(BuiltInModels.Generators),
                        [ModelRole.BenchmarkJudge] = Named(BuiltInModels.Judges),
                        [ModelRole.ProductionJudge] = Named(BuiltInModels.Deciders),
                    },
                    Language = language,
                    StartNew = true,
                };
                await RunCommand
                    .ExecuteAsync(surroundings, request, RunGates.None, json: false, LogLevel.Warning, stop)
                    .ConfigureAwait(false);
                surroundings.Out.WriteLine();
                surroundings.Out.WriteLine(
                    language.Say(
                        "The same as a 'run' command, to be changed to your own models and data:",
                        "То же командой run — подставьте свои модели и данные:"
                    )
                );
                surroundings.Out.Lines().WriteLine(Equivalent(request));
                return ExitCode.Done;
            }
        );
        return command;
    }

    private static string Equivalent(SweepRequest request) =>
        $"""
              {ProgramName.AsStarted} run --tier all \
                --dataset {request.Dataset} \
                --judge-pipeline-dataset {request.JudgePipelineDataset} \
                --knowledge-base {request.KnowledgeBase} \
                --sessions {request.SessionsFile} \
                --analyze-utilization --analyze-topics --analyze-domain \
                --generation-models "{string.Join(',', request.Models[ModelRole.Generation])}" \
                --judge-models "{string.Join(',', request.Models[ModelRole.BenchmarkJudge])}" \
                --production-judge-models "{string.Join(',', request.Models[ModelRole.ProductionJudge])}"
            """;

    private static string[] Named(IReadOnlyList<string> names) => [.. names.Select(n => ModelRef.BuiltIn(n).ToString())];
}
