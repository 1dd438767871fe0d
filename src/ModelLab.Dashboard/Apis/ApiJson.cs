using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using Microsoft.AspNetCore.Mvc;
using ModelLab.Core.Roles;
using ModelLab.Dashboard.Views;
using ModelLab.Records.Numbers;
using ModelLab.Records.Reading;
using ModelLab.Records.Vocabulary;
using ModelLab.Records.Vocabulary.Metrics;

namespace ModelLab.Dashboard.Apis;

/// <summary>How answers are written, with the names of files. Compiled for the types named here: see <see cref="RunsJson"/>.</summary>
[JsonSerializable(typeof(RunList))]
[JsonSerializable(typeof(RunAnswer))]
[JsonSerializable(typeof(ItemPage))]
[JsonSerializable(typeof(ItemWithResults))]
[JsonSerializable(typeof(DatasetAnswer))]
[JsonSerializable(typeof(CompareAnswer))]
[JsonSerializable(typeof(MetricHistory))]
[JsonSerializable(typeof(IReadOnlyList<MetricDefinition>))]
[JsonSerializable(typeof(OverviewAnswer))]
[JsonSerializable(typeof(LlmAnswer))]
[JsonSerializable(typeof(JudgesAnswer))]
[JsonSerializable(typeof(JudgedAnswer))]
[JsonSerializable(typeof(ProdAnswer))]
[JsonSerializable(typeof(TiersAnswer))]
[JsonSerializable(typeof(UtilizationAnswer))]
[JsonSerializable(typeof(TopicsAnswer))]
[JsonSerializable(typeof(DomainAnswer))]
[JsonSerializable(typeof(LiveList))]
[JsonSerializable(typeof(ProblemDetails))]
[JsonSerializable(typeof(string[]))]
internal sealed partial class ApiJson : JsonSerializerContext
{
    /// <summary>The types as they are sent.</summary>
    public static ApiJson Answers { get; } = new(In(new JsonSerializerOptions(JsonSerializerDefaults.Web)));

    /// <summary>A type as it is sent.</summary>
    /// <exception cref="NotSupportedException">It is not among those named here.</exception>
    public static JsonTypeInfo<T> Of<T>() => (JsonTypeInfo<T>)Answers.Options.GetTypeInfo(typeof(T));

    /// <summary>
    /// Gives options the names and letters of files: the content type says JSON and sniffing is forbidden, so letters need no escapes.
    /// </summary>
    public static JsonSerializerOptions In(JsonSerializerOptions options)
    {
        RunsJson.In(options);
        foreach (
            var named in (JsonConverter[])
                [
                    RunsJson.Named<BaselineVerdict>(),
                    RunsJson.Named<CallErrorClass>(),
                    RunsJson.Named<Kinship>(),
                    RunsJson.Named<LiveState>(),
                    RunsJson.Named<MetricDirection>(),
                    RunsJson.Named<NoInterval>(),
                    RunsJson.Named<Outcome>(),
                    RunsJson.Named<QuestionOrder>(),
                    RunsJson.Named<QuestionOutcomes>(),
                    RunsJson.Named<RunState>(),
                ]
        )
            options.Converters.Add(named);
        return options;
    }
}
