using Microsoft.Extensions.AI;
using ModelLab.Cli.Hosting;
using ModelLab.Core.Text;
using ModelLab.Llm.Configuration;
using Spectre.Console.Testing;
using Xunit;

namespace ModelLab.Cli.Tests;

public sealed class KbCommandTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("modellab-kb-").FullName;
    private readonly StringWriter _out = new();
    private readonly StringWriter _error = new();
    private readonly HashedWords _embedder = new();

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task A_base_is_imported_embedded_counted_and_searched()
    {
        Write("docs/dorm.md", "# Общежитие\nЗаявление на общежитие подают до 12 августа.");
        Write("docs/library.html", "<p>Читальный зал открыт до 20:00.</p>");
        Write("docs/copy.txt", "Читальный  зал открыт до 20:00.");
        Write("docs/picture.png", "…");
        Write("past.csv", "question,score\nкогда закрывается читальный зал?,5\n");
        Assert.Equal(
            0,
            await RunAsync("kb", "import", Path("docs"), "--knowledge-base", Path("kb.db"), "--base-url", "https://wiki.example")
        );
        Assert.Equal(
            $"imported 3 chunks and 0 past questions from 3 files into {Path("kb.db")}\nleft out 1 files that have another ending than .md, .html, .txt, .pdf, .docx\n",
            Printed()
        );
        Assert.Equal(0, await RunAsync("kb", "import", Path("past.csv"), "--knowledge-base", Path("kb.db")));
        Printed();

        Assert.Equal(0, await RunAsync("kb", "embed", "--knowledge-base", Path("kb.db"), "--batch-size", "2"));
        Assert.Equal(
            "chunks: embedded 3; 3 of 3 have an embedding (100.0 %), 64 dimensions\npast questions: embedded 1; 1 of 1 have an embedding (100.0 %), 64 dimensions\n",
            Printed()
        );

        Assert.Equal(0, await RunAsync("kb", "stats", "--knowledge-base", Path("kb.db")));
        // By path: copy.txt is chunk 1, dorm.md 2, library.html 3.
        Assert.Equal(
            $"""
            {Path("kb.db")}, embedder test:hashed-words
            chunks: 3 of 3 pages; 3 of 3 have an embedding (100.0 %), 64 dimensions
            past questions: 1; 1 of 1 have an embedding (100.0 %), 64 dimensions
            exact duplicates: 1
              1 = 3
            near duplicates (cosine at least 0.97): 0 pairs

            """,
            Printed()
        );

        Assert.Equal(0, await RunAsync("kb", "search", "заявление на общежитие", "--knowledge-base", Path("kb.db"), "--top-k", "1"));
        var fields = Printed().TrimEnd().Split('\t');
        Assert.Equal(
            ("2", "https://wiki.example/dorm.md", "# Общежитие Заявление на общежитие подают до 12 августа."),
            (fields[0], fields[2], fields[3])
        );
        Assert.InRange(double.Parse(fields[1], System.Globalization.CultureInfo.InvariantCulture), 0.5, 1);
        Assert.Equal(0, await RunAsync("kb", "search", "читальный зал", "--knowledge-base", Path("kb.db"), "--past-questions"));
        Assert.EndsWith("когда закрывается читальный зал?\n", Printed(), StringComparison.Ordinal);
        Assert.Equal("", _error.ToString());
    }

    [Fact]
    public async Task Embedding_goes_on_where_it_stopped()
    {
        Write("kb.jsonl", string.Concat(Enumerable.Range(1, 10).Select(i => $"{{\"id\": {i}, \"text\": \"Слово{i} и ещё.\"}}\n")));
        Assert.Equal(0, await RunAsync("kb", "import", Path("kb.jsonl"), "--knowledge-base", Path("kb.db")));
        _embedder.FailAfter = 4;
        Assert.Equal(2, await RunAsync("kb", "embed", "--knowledge-base", Path("kb.db"), "--batch-size", "2"));
        Assert.Contains("the embedder is out of order", _error.ToString(), StringComparison.Ordinal);
        Printed();
        _embedder.FailAfter = null;
        _embedder.Embedded.Clear();
        Assert.Equal(0, await RunAsync("kb", "embed", "--knowledge-base", Path("kb.db"), "--batch-size", "2"));
        Assert.StartsWith("chunks: embedded 6; 10 of 10 have an embedding", Printed(), StringComparison.Ordinal);
        // Four stored chunks are embedded again to see that the embedder is the same; what is new are the six that were missing.
        Assert.Equal(
            ["Слово5 и ещё.", "Слово6 и ещё.", "Слово7 и ещё.", "Слово8 и ещё.", "Слово9 и ещё.", "Слово10 и ещё."],
            _embedder.Embedded.Skip(4)
        );
        Assert.Equal(0, await RunAsync("kb", "embed", "--knowledge-base", Path("kb.db"), "--overwrite"));
        Assert.StartsWith("chunks: embedded 10;", Printed(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_jsonl_file_is_indexed_when_it_is_first_used_and_anew_when_it_changes()
    {
        Write("knowledge_base_x.jsonl", """{"id": 5, "text": "Общежитие."}""");
        Write("past_questions_x.csv", "question\nгде общага?\n");
        string[] stats = ["kb", "stats", "--knowledge-base", Path("knowledge_base_x.jsonl"), "--output-dir", Path("out")];
        Assert.Equal(0, await RunAsync(stats));
        Assert.Contains(
            "chunks: 1 of 1 pages; 0 of 1 have an embedding (0.0 %)\npast questions: 1; 0 of 1",
            Printed(),
            StringComparison.Ordinal
        );
        Assert.Equal(0, await RunAsync(stats));
        Assert.Single(Directory.GetFiles(Path("out"), "*.db"));
        Write("past_questions_x.csv", "question\nгде общага?\nа когда?\n");
        Printed();
        Assert.Equal(0, await RunAsync(stats));
        Assert.Contains("past questions: 2;", Printed(), StringComparison.Ordinal);
        Assert.Equal(
            ["knowledge_base_x.jsonl", "out", "past_questions_x.csv"],
            Directory.GetFileSystemEntries(_folder).Select(System.IO.Path.GetFileName).Order(StringComparer.Ordinal)
        );
    }

    [Theory]
    [InlineData(
        "error: kb import: a PostgreSQL database is used as it is, nothing is imported into it: name a file",
        "kb",
        "import",
        "{0}/a.jsonl",
        "--knowledge-base",
        "postgres://u:s3cret@127.0.0.1/d"
    )]
    [InlineData("is a source: name the file to make, such as {0}/a.db", "kb", "import", "{0}/a.jsonl", "--knowledge-base", "{0}/a.jsonl")]
    [InlineData("{0}/absent: no such file or folder", "kb", "import", "{0}/absent", "--knowledge-base", "{0}/a.db")]
    [InlineData("{0}/a.xml: of no known format", "kb", "import", "{0}/a.xml", "--knowledge-base", "{0}/a.db")]
    [InlineData(
        "--chunk-overlap: must be less than --chunk-size",
        "kb",
        "import",
        "{0}/a.jsonl",
        "--knowledge-base",
        "{0}/a.db",
        "--chunk-size",
        "200",
        "--chunk-overlap",
        "200"
    )]
    [InlineData("{0}/b.db: no such knowledge base: make it with 'kb import'", "kb", "stats", "--knowledge-base", "{0}/b.db")]
    [InlineData(
        "none of its chunks has an embedding of test:hashed-words: make them with 'kb embed'",
        "kb",
        "search",
        "слово",
        "--knowledge-base",
        "{0}/a.jsonl",
        "--output-dir",
        "{0}/out"
    )]
    [InlineData(
        "leave --approximate out, or name a postgres:// database",
        "kb",
        "search",
        "слово",
        "--knowledge-base",
        "{0}/a.jsonl",
        "--approximate"
    )]
    [InlineData("the database cannot be reached", "kb", "stats", "--database", "postgres://u:s3cret@127.0.0.1:1/d?sslmode=disable")]
    [InlineData("POSTGRES_HOST is not set", "kb", "embed", "--database", "postgres://")]
    public async Task Mistakes_end_with_exit_code_2_and_one_clear_line(string message, params string[] args)
    {
        Write("a.jsonl", """{"id": 1, "text": "Слово."}""");
        Write("a.xml", "<a/>");
        string Fill(string text) => text.Replace("{0}", _folder, StringComparison.Ordinal);
        Assert.Equal(2, await RunAsync([.. args.Select(Fill)]));
        Assert.Contains(Fill(message), _error.ToString(), StringComparison.Ordinal);
        Assert.StartsWith("error: ", _error.ToString(), StringComparison.Ordinal);
        Assert.Single(_error.ToString().TrimEnd().Split('\n'));
        Assert.DoesNotContain("s3cret", _error.ToString() + _out, StringComparison.Ordinal);
        Assert.False(File.Exists(Path("a.db")));
    }

    private Task<int> RunAsync(params string[] args) =>
        new App(
            new Surroundings
            {
                Out = new TestConsole(),
                RawOut = _out,
                Error = _error,
                ReadEnvironment = () => LabEnvironment.From([]),
                Culture = System.Globalization.CultureInfo.InvariantCulture,
                Embedders = (_, _) => Task.FromResult(new KbEmbedder("test:hashed-words", _embedder)),
            }
        ).RunAsync(args);

    private string Printed()
    {
        var text = _out.ToString().ReplaceLineEndings("\n");
        _out.GetStringBuilder().Clear();
        return text;
    }

    private string Path(string name) => System.IO.Path.Combine(_folder, name);

    private void Write(string name, string text)
    {
        Directory.CreateDirectory(System.IO.Path.GetDirectoryName(Path(name))!);
        File.WriteAllText(Path(name), text);
    }

    /// <summary>A small real embedder: counts of stems in 64 slots.</summary>
    private sealed class HashedWords : IEmbeddingGenerator<string, Embedding<float>>
    {
        private const int Slots = 64;

        public List<string> Embedded { get; } = [];

        /// <summary>Breaks down after so many texts.</summary>
        public int? FailAfter { get; set; }

        public Task<GeneratedEmbeddings<Embedding<float>>> GenerateAsync(
            IEnumerable<string> values,
            EmbeddingGenerationOptions? options = null,
            CancellationToken cancellationToken = default
        )
        {
            var vectors = new GeneratedEmbeddings<Embedding<float>>();
            foreach (var text in values)
            {
                if (Embedded.Count == FailAfter)
                    throw new Core.BadInputException("the embedder is out of order");
                Embedded.Add(text);
                var vector = new float[Slots];
                // FNV-1a, for .NET's own string hashes differ from run to run.
                foreach (var stem in Stems.Content(text))
                    vector[stem.Aggregate(2166136261u, (h, c) => (h ^ c) * 16777619u) % Slots]++;
                vectors.Add(new Embedding<float>(vector));
            }
            return Task.FromResult(vectors);
        }

        public object? GetService(Type serviceType, object? serviceKey = null) => null;

        public void Dispose() { }
    }
}
