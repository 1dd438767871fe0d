using ModelLab.Core.Datasets;

namespace ModelLab.Records.Vocabulary;

// What tiers 0, 1, 3 and ux find, and where.
public abstract partial record RunChoices
{
    /// <summary>
    /// Whether tier 0 measures the chunks' vectors in place of the questions'.
    /// </summary>
    public bool IntrinsicOfChunks { get; init; }

    /// <summary>How many chunks are retrieved.</summary>
    public int TopK { get; init; } = 10;

    /// <summary>How many of them make up the context of an answer.</summary>
    public int ContextTopK { get; init; } = 1;

    /// <summary>The knowledge base as a user names it. Asked for: null for the one beside the data set. Found: null without one.</summary>
    public string? KnowledgeBase { get; init; }

    /// <summary>
    /// The embedder by its name. Asked for: null for the variable <c>EMBEDDING_MODEL_PATH</c>, else the built-in lexical one. Found: null
    /// without one.
    /// </summary>
    public string? EmbeddingModel { get; init; }

    /// <summary>How neighbours are found. Asked for approximately, a database may answer from an index that misses some.</summary>
    public SearchMode SearchMode { get; init; }

    /// <summary>A file of sessions; null for those of the data set.</summary>
    public string? SessionsFile { get; init; }

    /// <summary>The cosine above which a past question is taken for the same.</summary>
    public double CacheThreshold { get; init; } = 0.85;

    internal static IEnumerable<Flag<RunChoices>> RetrievalFlags =>
        [
            Flag.Text<RunChoices>(
                "--knowledge-base",
                "A .jsonl or .db file, or postgres://… [the one beside the data set, else POSTGRES_*]",
                (c, name) => c with { KnowledgeBase = name }
            ) with
            {
                Aliases = ["--database"],
                Write = s => s.KnowledgeBase,
            },
            Flag.Text<RunChoices>(
                "--embedding-model",
                "builtin:lexical, onnx:FOLDER or provider:model [EMBEDDING_MODEL_PATH, else builtin:lexical]",
                (c, name) => c with { EmbeddingModel = name }
            ) with
            {
                Write = s => s.EmbeddingModel,
                Part = new(
                    "embedder",
                    s => s.EmbedderIdentity ?? "none",
                    "embedder (--embedding-model)",
                    "модель эмбеддингов (--embedding-model)"
                ),
            },
            Flag.Switch<RunChoices>(
                "--approximate",
                "Let a database answer from an HNSW index, which may miss some neighbours",
                c => c with { SearchMode = SearchMode.Approximate }
            ) with
            {
                Write = s => s.SearchMode == SearchMode.Approximate ? "" : null,
                Part = new(
                    "search_mode",
                    s => FingerprintPart.Write(s.SearchMode),
                    "search mode (--approximate)",
                    "режим поиска (--approximate)"
                ),
            },
            Flag.Text<RunChoices>(
                "--sessions",
                "Conversations of tier ux: items with session_id, or {\"questions\": […]} [those of the data set]",
                (c, file) => c with { SessionsFile = file }
            ) with
            {
                Write = s => s.SessionsFile,
            },
            Flag.Word<RunChoices>(
                "--intrinsic-vectors",
                "Which vectors tier 0 measures",
                "questions",
                ["questions", "chunks"],
                (c, which) => c with { IntrinsicOfChunks = which == "chunks" }
            ) with
            {
                Write = s => s.IntrinsicOfChunks ? "chunks" : null,
                Part = new(
                    "intrinsic_of_chunks",
                    s => FingerprintPart.Write(s.IntrinsicOfChunks),
                    "tier 0 of chunks (--intrinsic-vectors)",
                    "tier 0 по чанкам (--intrinsic-vectors)"
                ),
            },
            Flag.Whole<RunChoices>("--top-k", "How many chunks are retrieved", 1, 10, (c, value) => c with { TopK = value }) with
            {
                Write = s => Flag.Unless(s.TopK, 10),
                Part = new("top_k", s => FingerprintPart.Write(s.TopK), "retrieval depth (--top-k)", "глубина поиска (--top-k)"),
            },
            Flag.Whole<RunChoices>(
                "--context-top-k",
                "How many of them make up the context of an answer in tier 3",
                1,
                1,
                (c, value) => c with { ContextTopK = value }
            ) with
            {
                Write = s => Flag.Unless(s.ContextTopK, 1),
                Part = new(
                    "context_top_k",
                    s => FingerprintPart.Write(s.ContextTopK),
                    "chunks in a context (--context-top-k)",
                    "чанков в контексте (--context-top-k)"
                ),
            },
            Flag.Number<RunChoices>(
                "--cache-threshold",
                "The cosine above which a past question is taken for the same",
                -1,
                0.85,
                (c, value) => c with { CacheThreshold = value }
            ) with
            {
                Write = s => Flag.Unless(s.CacheThreshold, 0.85),
                Part = new(
                    "cache_threshold",
                    s => FingerprintPart.Write(s.CacheThreshold),
                    "cache threshold (--cache-threshold)",
                    "порог кэша (--cache-threshold)"
                ),
            },
        ];
}
