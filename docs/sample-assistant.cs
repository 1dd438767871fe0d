#:sdk Microsoft.NET.Sdk.Web
#:property PublishAot=false
// A help desk's assistant in its smallest form: it finds the passage that shares most words with a question, and answers with it.
//   dotnet run docs/sample-assistant.cs benchmarks/data/knowledge_base.jsonl http://127.0.0.1:8085
// Put your own assistant in its place: what ModelLab wants to know of it stands under "assistants" in benchmarks/models.json.
using System.Text.Json;
using System.Text.RegularExpressions;

var passages = File.ReadLines(args[0])
    .Select(line => JsonSerializer.Deserialize<JsonElement>(line))
    .Select(p => (Text: p.GetProperty("text").GetString()!, Url: p.GetProperty("confluence_url").GetString()!))
    .ToList();

static HashSet<string> WordsOf(string text) =>
    [.. Regex.Matches(text.ToLowerInvariant(), @"\p{L}{3,}|\d+").Select(word => word.Value.Length > 5 ? word.Value[..5] : word.Value)];

var app = WebApplication.Create();
app.MapPost(
    "/ask",
    (Ask ask) =>
    {
        var asked = WordsOf(ask.Question);
        var best = passages.OrderByDescending(p => WordsOf(p.Text).Count(asked.Contains)).Take(3).ToList();
        return new { answer = best[0].Text, sources = best.Select(p => new { url = p.Url }) };
    }
);
app.Run(args[1]);

internal sealed record Ask(string Question);
