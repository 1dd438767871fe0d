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

    /// <summary>The members of a price, but for the model's name.</summary>
    public static IReadOnlyList<string> Members { get; } =
    ["input_per_million", "cached_input_per_million", "output_per_million", "currency", "as_of", "source"];

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
                var at = index;
                BadInputException Bad(string? field, string fix) => BadInputException.At(file, at, field, fix);
                var named =
                    item.ValueKind == JsonValueKind.Object
                        ? Text(item, "model", "missing: the model as flags name it, e.g. openrouter:openai/gpt-4o-mini", Bad)
                        : "";
                var price = ReadPrice(item, named, Bad);
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

    /// <summary>The list with further prices, which come first where both have one.</summary>
    public PriceList With(IEnumerable<Price> further) => Of(further.Concat(_prices.Values));

    /// <summary>The list in which another name costs what a model does, unless it has a price of its own.</summary>
    public PriceList With(string name, string model) =>
        For(name) is null && For(model) is { } price ? With([price with { Model = name }]) : this;

    /// <summary>Reads a price: the members of an entry of a price list, whose model is known already.</summary>
    /// <param name="item">The entry.</param>
    /// <param name="model">The model.</param>
    /// <param name="bad">Makes the error of a member, or of the entry where it is null.</param>
    /// <exception cref="BadInputException">It is no price.</exception>
    public static Price ReadPrice(JsonElement item, string model, Func<string?, string, BadInputException> bad)
    {
        if (item.ValueKind != JsonValueKind.Object)
            throw bad(null, "must be an object");
        decimal? Money(string field) =>
            !item.TryGetProperty(field, out var value) || value.ValueKind == JsonValueKind.Null ? null
            : value.ValueKind != JsonValueKind.Number || value.GetDouble() < 0 ? throw bad(field, "must be a number, 0 or more")
            : value.TryGetDecimal(out var amount) && amount <= Price.Most ? amount
            : throw bad(field, "too large: give the money per million tokens, at most 1000000000");
        var asOf = Text(item, "as_of", "missing: a price needs the day it was read, yyyy-MM-dd", bad);
        var source = Text(item, "source", "missing: a price needs the address it was read at", bad);
        return new Price(
            model,
            Money("input_per_million") ?? throw bad("input_per_million", "missing: money per million input tokens"),
            Money("cached_input_per_million"),
            Money("output_per_million") ?? throw bad("output_per_million", "missing: money per million output tokens"),
            Text(item, "currency", "missing: e.g. USD", bad).ToUpperInvariant(),
            DateOnly.TryParseExact(asOf, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day)
                ? day
                : throw bad("as_of", $"'{asOf}' is not a day: write yyyy-MM-dd"),
            Uri.TryCreate(source, UriKind.Absolute, out var uri) ? uri : throw bad("source", "must be an address such as https://…")
        );
    }

    private static string Text(JsonElement item, string field, string fix, Func<string?, string, BadInputException> bad) =>
        item.TryGetProperty(field, out var value)
        && value.ValueKind == JsonValueKind.String
        && !string.IsNullOrWhiteSpace(value.GetString())
            ? value.GetString()!.Trim()
            : throw bad(field, fix);
}
