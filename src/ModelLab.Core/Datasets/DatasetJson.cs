using System.Text.Json;
using System.Text.Json.Serialization;

namespace ModelLab.Core.Datasets;

/// <summary>What <see cref="DatasetWriter"/> writes, compiled: nothing is found out about these types at run time.</summary>
[JsonSerializable(typeof(IReadOnlyList<GoldItem>))]
[JsonSerializable(typeof(IReadOnlyList<ShowDecisionItem>))]
[JsonSerializable(typeof(KnowledgeChunk))]
[JsonSerializable(typeof(Dictionary<string, JsonElement>))]
internal sealed partial class DatasetJson : JsonSerializerContext;
