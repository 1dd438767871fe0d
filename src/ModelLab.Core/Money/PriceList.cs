using System.Globalization;
using System.Text.Json;
using ModelLab.Core.Models;

namespace ModelLab.Core.Money;

/// <summary>
/// The prices a user keeps in <c>benchmarks/pricing.json</c>. A model that is not in it costs an unknown amount, not nothing.
/// </summary>
public sealed class PriceList
{
    private readonly Dictionary<string, Price> _prices;

    private PriceList(Dictionary<string, Price> prices) => _prices = prices;

    /// <summary>No price is known.</summary>
    public static PriceList Empty { get; } = new([]);

    /// <summary>Prices that are known already; of the same model the first counts.</summary>
    public static PriceList Of(IEnumerable<Price> prices) =>
        new(prices.DistinctBy(p => p.Model).ToDictionary(p => p.Model, StringComparer.Ordinal));

    /// <summary>The price of a model as flags name it, or null when unknown. Built-in models are free.</summary>
    public Price? For(string model) =>
        _prices.TryGetValue(model, out var price) ? price
        : ModelRef.NamesBuiltIn(model) ? Price.Free(model, Currency)
        : null;

    /// <summary>These prices, and models that cost nothing because they run on the user's own machine, unless a price says otherwise.</summary>
    public PriceList WithFree(IEnumerable<string> models)
    {
        var all = new Dictionary<string, Price>(_prices, StringComparer.Ordinal);
        foreach (var model in models)
            all.TryAdd(model, Price.Free(model, Currency));
        return new PriceList(all);
    }

    // Nothing is nothing in every currency; it is written in that of the other prices.
    private string Currency => _prices.Values.FirstOrDefault(p => !p.IsFree)?.Currency ?? "USD";

    /// <summary>
    /// Reads <c>{"prices": [{"model", "input_per_million", "cached_input_per_million"?, "output_per_million", "currency", "as_of",
    /// "source"}]}</c>.
    /// </summary>
    /// <exception cref="BadInputException">Not that shape, a negative price, no date or no source, or a model twice.</exception>
    public static PriceList Parse(ReadOnlyMemory<byte> utf8Json, string file)
    {
        try
        {
            using var json = JsonDocument.Parse(
                utf8Json,
                new JsonDocumentOptions { AllowTrailingCommas = true, CommentHandling = JsonCommentHandling.Skip }
            );
            if (
                json.RootElement.ValueKind != JsonValueKind.Object
                || !json.RootElement.TryGetProperty("prices", out var list)
                || list.ValueKind != JsonValueKind.Array
            )
                throw new BadInputException($"{file}: must be an object with a list 'prices'");
            var prices = new Dictionary<string, Price>(StringComparer.Ordinal);
            foreach (var (item, index) in list.EnumerateArray().Select((x, i) => (x, i)))
            {
                var price = Read(item, file, index);
                if (!prices.TryAdd(price.Model, price))
                    throw BadInputException.At(file, index, "model", $"'{price.Model}' has a price already: keep one");
            }
            return new PriceList(prices);
        }
        catch (JsonException e)
        {
            throw new BadInputException(
                string.Create(CultureInfo.InvariantCulture, $"{file}: not JSON (line {(e.LineNumber ?? 0) + 1})"),
                e
            );
        }
    }

    private static Price Read(JsonElement item, string file, int index)
    {
        BadInputException Bad(string field, string fix) => BadInputException.At(file, index, field, fix);
        if (item.ValueKind != JsonValueKind.Object)
            throw BadInputException.At(file, index, null, "must be an object");
        string Text(string field, string fix) =>
            item.TryGetProperty(field, out var value)
            && value.ValueKind == JsonValueKind.String
            && !string.IsNullOrWhiteSpace(value.GetString())
                ? value.GetString()!.Trim()
                : throw Bad(field, fix);
        decimal? Money(string field) =>
            !item.TryGetProperty(field, out var value) || value.ValueKind == JsonValueKind.Null ? null
            : value.ValueKind == JsonValueKind.Number && value.TryGetDecimal(out var amount) && amount >= 0 ? amount
            : throw Bad(field, "must be a number, 0 or more");
        var asOf = Text("as_of", "missing: a price needs the day it was read, yyyy-MM-dd");
        var source = Text("source", "missing: a price needs the address it was read at");
        return new Price(
            Text("model", "missing: the model as flags name it, e.g. openrouter:openai/gpt-4o-mini"),
            Money("input_per_million") ?? throw Bad("input_per_million", "missing: money per million input tokens"),
            Money("cached_input_per_million"),
            Money("output_per_million") ?? throw Bad("output_per_million", "missing: money per million output tokens"),
            Text("currency", "missing: e.g. USD").ToUpperInvariant(),
            DateOnly.TryParseExact(asOf, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day)
                ? day
                : throw Bad("as_of", $"'{asOf}' is not a day: write yyyy-MM-dd"),
            Uri.TryCreate(source, UriKind.Absolute, out var uri) ? uri : throw Bad("source", "must be an address such as https://…")
        );
    }
}
