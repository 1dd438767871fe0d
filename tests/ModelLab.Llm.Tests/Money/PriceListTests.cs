using System.Text;
using ModelLab.Core;
using ModelLab.Core.Money;
using Xunit;

namespace ModelLab.Llm.Tests.Money;

public sealed class PriceListTests
{
    private const string Good =
        """{"model": "lab:m", "input_per_million": 0.15, "cached_input_per_million": 0.075, "output_per_million": 0.6, "currency": "usd", "as_of": "2026-11-01", "source": "https://lab.example/prices"}""";

    [Fact]
    public void A_price_is_read_whole()
    {
        var price = Parse(Good).For("lab:m");

        Assert.Equal(
            new Price("lab:m", 0.15m, 0.075m, 0.6m, "USD", new DateOnly(2026, 11, 1), new Uri("https://lab.example/prices")),
            price
        );
        Assert.Null(Parse(Good).For("lab:other"));
        Assert.Null(PriceList.Empty.For("lab:m"));
    }

    [Fact]
    public void Tokens_cost_what_a_hand_says()
    {
        // 1 000 000 input tokens of which 400 000 cached: 0.6·0.15 + 0.4·0.075 = 0.12; 500 000 output tokens: 0.5·0.6 = 0.3.
        Assert.Equal(0.42m, Parse(Good).For("lab:m")!.Cost(1_000_000, 400_000, 500_000));
        // Without a price of their own cached tokens cost what others do: 0.15 + 0.3.
        Assert.Equal(0.45m, Parse(Good.Replace("0.075", "null", StringComparison.Ordinal)).For("lab:m")!.Cost(1_000_000, 400_000, 500_000));
        // More cached tokens than input tokens is a provider's mistake: only input was paid for.
        Assert.Equal(0.075m, Parse(Good).For("lab:m")!.Cost(1_000_000, 2_000_000, 0));
        Assert.Equal(0m, Parse(Good).For("lab:m")!.Cost(0, 0, 0));
    }

    [Theory]
    [InlineData("\"lab:m\"", "\" \"", "item 0: field \'model\': missing: the model as flags name it, e.g. openrouter:openai/gpt-4o-mini")]
    [InlineData("0.15", "-1", "item 0: field \'input_per_million\': must be a number, 0 or more")]
    [InlineData("0.15", "1e30", "item 0: field 'input_per_million': too large: give the money per million tokens, at most 1000000000")]
    [InlineData("0.15", "null", "item 0: field \'input_per_million\': missing: money per million input tokens")]
    [InlineData("0.075", "\"free\"", "item 0: field \'cached_input_per_million\': must be a number, 0 or more")]
    [InlineData("0.6", "null", "item 0: field \'output_per_million\': missing: money per million output tokens")]
    [InlineData("\"usd\"", "1", "item 0: field \'currency\': missing: e.g. USD")]
    [InlineData("\"2026-11-01\"", "null", "item 0: field \'as_of\': missing: a price needs the day it was read, yyyy-MM-dd")]
    [InlineData("2026-11-01", "01.11.2026", "item 0: field \'as_of\': '01.11.2026' is not a day: write yyyy-MM-dd")]
    [InlineData("\"https://lab.example/prices\"", "null", "item 0: field \'source\': missing: a price needs the address it was read at")]
    [InlineData("https://lab.example/prices", "their page", "item 0: field \'source\': must be an address such as https://…")]
    public void A_price_that_is_not_one_is_named(string field, string wrong, string message)
    {
        var error = Assert.Throws<BadInputException>(() => Parse(Good.Replace(field, wrong, StringComparison.Ordinal)));
        Assert.Equal($"pricing.json: {message}", error.Message);
    }

    [Theory]
    [InlineData("[]", "pricing.json: must be an object with a list 'prices'")]
    [InlineData("{}", "pricing.json: must be an object with a list 'prices'")]
    [InlineData("{\"prices\": {}}", "pricing.json: must be an object with a list 'prices'")]
    [InlineData("{\"prices\": [1]}", "pricing.json: item 0: must be an object")]
    [InlineData("{\n\"prices\": [\n", "pricing.json: not JSON (line 3)")]
    public void A_file_that_is_no_price_list_is_refused(string json, string message) =>
        Assert.Equal(
            message,
            Assert.Throws<BadInputException>(() => PriceList.Parse(Encoding.UTF8.GetBytes(json), "pricing.json")).Message
        );

    [Fact]
    public void Two_prices_of_one_model_are_refused() =>
        Assert.Equal(
            "pricing.json: item 1: field 'model': 'lab:m' has a price already: keep one",
            Assert.Throws<BadInputException>(() => Parse(Good + "," + Good)).Message
        );

    [Fact]
    public void Comments_and_trailing_commas_are_taken() =>
        Assert.NotNull(PriceList.Parse(Encoding.UTF8.GetBytes($"{{\"prices\": [ // ours\n{Good},\n]}}"), "pricing.json").For("lab:m"));

    private static PriceList Parse(string price) => PriceList.Parse(Encoding.UTF8.GetBytes($"{{\"prices\": [{price}]}}"), "pricing.json");
}
