using System.Text.Json;
using ModelLab.Testing.Records;

namespace ModelLab.Testing.Wire;

/// <summary>The counters as JSON; times in milliseconds since the server's start, null when nothing happened.</summary>
internal static class StatsJson
{
    public static ReadOnlyMemory<byte> Of(Ledger ledger) =>
        JsonBytes.Of(
            ledger,
            static (json, ledger) =>
            {
                var times = ledger.ServiceTimes;
                json.WriteStartObject();
                json.WriteNumber("requests"u8, ledger.Received);
                json.WriteNumber("replies"u8, times.Count);
                json.WriteNumber("in_flight"u8, ledger.InFlight);
                json.WriteNumber("max_in_flight"u8, ledger.MaxInFlight);
                Milliseconds(json, "first_arrival_ms", times.FirstArrival);
                Milliseconds(json, "last_reply_ms", times.LastReply);
                Milliseconds(json, "service_ms_sum", times.Sum);
                Milliseconds(json, "busy_ms", ledger.Busy);
                json.WriteStartArray("in_flight_levels"u8);
                foreach (var level in ledger.Levels)
                {
                    json.WriteStartObject();
                    json.WriteNumber("in_flight"u8, level.InFlight);
                    Milliseconds(json, "at_ms", level.At);
                    Milliseconds(json, "busy_ms", level.Busy);
                    json.WriteEndObject();
                }
                json.WriteEndArray();
                json.WriteNumber("duplicates"u8, ledger.Duplicates);
                json.WriteStartObject("per_model"u8);
                foreach (var (model, calls) in ledger.PerModel)
                    json.WriteNumber(model, calls);
                json.WriteEndObject();
                json.WriteEndObject();
            }
        );

    private static void Milliseconds(Utf8JsonWriter json, string name, TimeSpan? value)
    {
        if (value is { } v)
            json.WriteNumber(name, v.TotalMilliseconds);
        else
            json.WriteNull(name);
    }
}
