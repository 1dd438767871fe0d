using System.CommandLine;
using Microsoft.Extensions.Logging;
using ModelLab.Core;
using ModelLab.Core.Models;
using ModelLab.Llm.Baselines;
using ModelLab.Records.Analyses;
using ModelLab.Records.Numbers;
using ModelLab.Records.Reading;
using ModelLab.Records.Vocabulary;
using ModelLab.Sweeps.Analytics;
using ModelLab.Sweeps.Planning;
using Spectre.Console;

namespace ModelLab.Cli.Commands;

/// <summary><c>demo</c>: the whole sweep on the sample data with all built-ins; no key and no network needed.</summary>
internal static class DemoCommand
{
    private const string Sample = "dataset_synthetic_20261101_120000.json";
    private const string PipelineSample = "dataset_judge_pipeline_20261101_120000.json";

    public static Command Create(Surroundings surroundings, StopSignal stop)
    {
        var output = new Option<string>("--output-dir")
        {
            Description = "Where results go",
            DefaultValueFactory = _ => RunOptions.DefaultOutput,
        };
        var lang = Flags.Lang();
        var command = new Command("demo", "Run the whole sweep on the sample data with all built-in baselines") { output, lang };
        command.SetAction(
            async (parsed, _) =>
            {
                var language = Language.Of(parsed.GetValue(lang), surroundings.Culture);
                var request = new SweepRequest
                {
                    Tiers = TierNames.All,
                    Dataset = Find(Sample),
                    JudgePipelineDataset = Find(PipelineSample),
                    KnowledgeBase = Find("knowledge_base.jsonl"),
                    SessionsFile = Find("sessions.json"),
                    Analyses = new AnalysisRequest(new UtilizationOptions(), new TopicOptions(), new DomainOptions()),
                    OutputDirectory = parsed.GetRequiredValue(output),
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
                surroundings.Out.Profile.Out.Writer.WriteLine(Equivalent(request));
                return ExitCode.Done;
            }
        );
        return command;
    }

    private static string Equivalent(SweepRequest request) =>
        $"""
              dotnet run --project src/ModelLab.Cli -- run --tier all \
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

    // In a clone the sample is where users keep data; an installed tool brings its own copy.
    private static string Find(string name)
    {
        string[] places = [$"{DatasetFiles.Folder}/{name}", Path.Combine(AppContext.BaseDirectory, "sample", name)];
        return places.FirstOrDefault(File.Exists)
            ?? throw new BadInputException($"the sample {name} was found neither in {DatasetFiles.Folder} nor beside the program");
    }
}
