namespace ModelLab.Cli.Help;

/// <summary>Three examples a command, from the simplest on. Tests parse each of them.</summary>
internal static class HelpExamples
{
    private static readonly Dictionary<string, string[]> Known = new(StringComparer.Ordinal)
    {
        [""] = ["modellab demo", "modellab init", "modellab run --help"],
        ["demo"] = ["modellab demo", "modellab demo --lang ru", "modellab demo --output-dir try"],
        ["run"] =
        [
            "modellab run --tier 2 --limit 40 --generation-models ollama:qwen3,groq:llama --judge-models groq:llama",
            "modellab run --tier judge_pipeline --production-judge-models ollama:qwen3,builtin:support",
            "modellab run --tier 2,3 --generation-models ollama:qwen3,groq:llama --judge-models groq:llama --budget 2 --dry-run",
        ],
        ["dashboard"] = ["modellab dashboard", "modellab dashboard --port 8080 --open", "modellab dashboard --output-dir try --lang ru"],
        ["report"] = ["modellab report", "modellab report latest --out report.html --open", "modellab report 20261124_215808 --lang ru"],
        ["recommend"] =
        [
            "modellab recommend",
            "modellab recommend latest --margin 0.1 --markdown",
            "modellab recommend latest --wrong-show-cost 5 --wrong-hide-cost 1",
        ],
        ["compare"] =
        [
            "modellab compare 20261124_215808 latest",
            "modellab compare before latest --metric tier_2.avg_faithfulness",
            "modellab compare before latest --fail-on-regression 0.1 --strict",
        ],
        ["runs list"] = ["modellab runs list", "modellab runs list --tag pilot", "modellab runs list --json"],
        ["runs show"] = ["modellab runs show", "modellab runs show before", "modellab runs show 20261124_215808 --lang ru"],
        ["runs rename"] =
        [
            "modellab runs rename latest before",
            "modellab runs rename 20261124_215808 new-prompt",
            "modellab runs rename before",
        ],
        ["runs tag"] =
        [
            "modellab runs tag latest pilot",
            "modellab runs tag before pilot spring",
            "modellab runs tag before pilot --remove",
        ],
        ["runs note"] = ["modellab runs note latest 'new prompt'", "modellab runs note before 'old prompt'", "modellab runs note before"],
        ["runs delete"] =
        [
            "modellab runs delete 20261124_215808",
            "modellab runs delete 20261124_215808 --yes",
            "modellab runs delete before after --yes",
        ],
        ["runs import"] =
        [
            "modellab runs import old/benchmark_runs.json",
            "modellab runs import old",
            "modellab runs import old --output-dir benchmarks/reports",
        ],
        ["dataset import"] =
        [
            "modellab dataset import questions.csv",
            "modellab dataset import questions.xlsx --knowledge-base kb.db --map question=Вопрос",
            "modellab dataset import labels.csv --as labels --dry-run",
        ],
        ["dataset show"] =
        [
            "modellab dataset show benchmarks/data/dataset_mine.json",
            "modellab dataset show labels.json --rows 20",
            "modellab dataset show labels.json --rows 1",
        ],
        ["dataset check"] =
        [
            "modellab dataset check benchmarks/data/dataset_mine.json",
            "modellab dataset check labels.json",
            "modellab dataset check labels.json --lang ru",
        ],
        ["dataset convert"] =
        [
            "modellab dataset convert dataset_mine.json --to xlsx",
            "modellab dataset convert dataset_mine.json --to csv --excel",
            "modellab dataset convert dataset_mine.json --to jsonl --output mine.jsonl",
        ],
        ["analyze utilization"] =
        [
            "modellab analyze utilization",
            "modellab analyze utilization --questions-source real",
            "modellab analyze utilization --top-k 5 --json",
        ],
        ["analyze topics"] =
        [
            "modellab analyze topics",
            "modellab analyze topics --topics-count 10",
            "modellab analyze topics --question-limit 500 --lang ru",
        ],
        ["analyze domain"] =
        [
            "modellab analyze domain",
            "modellab analyze domain --slang slang.txt",
            "modellab analyze domain --limit 1000 --json",
        ],
        ["score text"] =
        [
            "modellab score text answers.csv",
            "modellab score text answers.jsonl --tokenizer russian-stem",
            "modellab score text answers.csv --rows 20 --json",
        ],
        ["score retrieval"] =
        [
            "modellab score retrieval --qrels qrels.txt --run run.txt",
            "modellab score retrieval --qrels qrels.txt --run run.txt --complete",
            "modellab score retrieval --qrels qrels.txt --run run.txt --json",
        ],
        ["score labels"] =
        [
            "modellab score labels labels.csv",
            "modellab score labels labels.csv --truth human",
            "modellab score labels labels.csv --raters human,gpt --positive yes",
        ],
        ["journal stats"] =
        [
            "modellab journal stats",
            "modellab journal stats --output-dir try",
            "modellab journal stats --output-dir benchmarks/reports",
        ],
        ["journal prune"] =
        [
            "modellab journal prune --errors",
            "modellab journal prune --older-than 90",
            "modellab journal prune --model qwen3",
        ],
        ["journal export"] =
        [
            "modellab journal export",
            "modellab journal export --output-dir try",
            "modellab journal export --output-dir benchmarks/reports",
        ],
        ["models list"] = ["modellab models list", "modellab models list --all", "modellab models list --json"],
        ["models check"] =
        [
            "modellab models check",
            "modellab models check ollama:qwen3 groq:llama",
            "modellab models check --timeout 20 --json",
        ],
        ["models prices"] =
        [
            "modellab models prices",
            "modellab models prices --pricing benchmarks/pricing.json",
            "modellab models prices --json",
        ],
        ["init"] = ["modellab init", "modellab init --folder campus", "modellab init --force"],
        ["doctor"] = ["modellab doctor", "modellab doctor --timeout 3", "modellab doctor --json"],
        ["kb import"] =
        [
            "modellab kb import pages --knowledge-base kb.db",
            "modellab kb import chunks.jsonl --knowledge-base kb.db",
            "modellab kb import past_questions.csv --knowledge-base kb.db",
        ],
        ["kb list"] =
        [
            "modellab kb list --knowledge-base kb.db",
            "modellab kb list --knowledge-base chunks.jsonl",
            "modellab kb list --knowledge-base kb.db --lang ru",
        ],
        ["kb show"] =
        [
            "modellab kb show library.html --knowledge-base kb.db",
            "modellab kb show 17 --knowledge-base kb.db",
            "modellab kb show https://wiki.example.org/dorm --knowledge-base kb.db",
        ],
        ["kb export"] =
        [
            "modellab kb export chunks.jsonl --knowledge-base kb.db",
            "modellab kb export benchmarks/data/knowledge_base_mine.jsonl --knowledge-base kb.db",
            "modellab kb export copy.jsonl --knowledge-base postgres://localhost/kb",
        ],
        ["kb embed"] =
        [
            "modellab kb embed --knowledge-base kb.db",
            "modellab kb embed --knowledge-base kb.db --embedding-model onnx:models/e5",
            "modellab kb embed --knowledge-base kb.db --overwrite",
        ],
        ["kb search"] =
        [
            "modellab kb search 'where is the dean' --knowledge-base kb.db",
            "modellab kb search 'where is the dean' --knowledge-base kb.db --top-k 3",
            "modellab kb search 'where is the dean' --knowledge-base kb.db --past-questions",
        ],
        ["kb stats"] =
        [
            "modellab kb stats --knowledge-base chunks.jsonl",
            "modellab kb stats --knowledge-base kb.db",
            "modellab kb stats --knowledge-base postgres://localhost/kb",
        ],
        ["completion"] = ["modellab completion bash", "modellab completion zsh", "modellab completion pwsh"],
    };

    /// <summary>The examples of a command; none for one that only holds others.</summary>
    public static IReadOnlyList<string> Of(string path) => Known.GetValueOrDefault(path) ?? [];

    /// <summary>All commands that have examples.</summary>
    public static IEnumerable<string> Commands => Known.Keys;
}
