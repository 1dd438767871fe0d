#:sdk Microsoft.NET.Sdk.Web
#:property PublishAot=false
// A help desk's assistant at its smallest: of the passages that share most words with a question, it says the sentence that does.
//   dotnet run docs/sample-assistant.cs benchmarks/data/knowledge_base.jsonl http://127.0.0.1:8085
using System.Text.Json;
using System.Text.RegularExpressions;

var passages = File.ReadLines(args[0])
    .Select(line => JsonSerializer.Deserialize<JsonElement>(line))
    .Select(p => (Text: p.GetProperty("text").GetString()!, Url: p.GetProperty("confluence_url").GetString()!))
    .ToList();
var app = WebApplication.Create();
app.MapPost("/ask", Answer);
app.Run(args[1]);

// { "question": "…" } gives { "answer": "…", "sources": [{ "url": "…" }, …] }, the best source first.
object Answer(Ask ask)
{
    var words = WordsOf(ask.Question).ToHashSet();
    int Shared(string text) => WordsOf(text).Distinct().Count(words.Contains);
    var best = passages.OrderByDescending(p => Shared(p.Text)).Take(3).ToList();
    return new { answer = best[0].Text.Split(". ").MaxBy(Shared), sources = best.Select(p => new { url = p.Url }) };
}

// Their first five letters: Russian words differ at their ends.
static IEnumerable<string> WordsOf(string text) => Regex.Matches(text.ToLowerInvariant(), @"\b\p{L}{3,5}|\d+").Select(m => m.Value);

internal sealed record Ask(string Question);
