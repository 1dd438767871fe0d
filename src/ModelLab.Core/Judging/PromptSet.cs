using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using System.Text;
using ModelLab.Core.Roles;
using ModelLab.Core.Text;

namespace ModelLab.Core.Judging;

/// <summary>
/// All prompts of a run. The built-in ones are written in the language of the data; files of the same names replace them. Who answers stands
/// in one place: <c>{{assistant}}</c> of any prompt.
/// </summary>
public sealed class PromptSet
{
    private const string Between = "\n\n";
    private const string ResourcePrefix = "ModelLab.Core.Judging.Prompts.";

    // File names and the placeholders that each must hold.
    private static readonly IReadOnlyDictionary<string, string[]> Required = new Dictionary<string, string[]>(StringComparer.Ordinal)
    {
        ["generation.system.txt"] = [],
        ["generation.user.txt"] = ["{{context}}", "{{question}}"],
        ["judge.direct.txt"] = ["{{rubric}}"],
        ["judge.reasoned.txt"] = ["{{rubric}}"],
        ["rubric.faithfulness.txt"] = [],
        ["rubric.answer_relevance.txt"] = [],
        ["rubric.answer_correctness.txt"] = [],
        ["rubric.e2e_quality.txt"] = [],
        ["decider.system.txt"] = [],
        ["reask.score.txt"] = [],
        ["reask.verdict.txt"] = [],
    };

    private readonly IReadOnlyDictionary<string, string> _files;

    // The same for every item, so made once: calls that wait share it.
    private readonly IReadOnlyDictionary<(JudgeEvalMode, Rubric), string> _judging;

    private PromptSet(IEnumerable<KeyValuePair<string, string>> templates, string assistant)
    {
        var files = templates.ToDictionary(t => t.Key, t => Fill(t.Value, ("assistant", assistant)), StringComparer.Ordinal);
        _files = files;
        var all = string.Join('\0', files.OrderBy(f => f.Key, StringComparer.Ordinal).Select(f => f.Key + "\0" + f.Value));
        _judging = (
            from mode in Enum.GetValues<JudgeEvalMode>()
            from rubric in Enum.GetValues<Rubric>()
            select (mode, rubric)
        ).ToDictionary(
            key => key,
            key =>
                Fill(
                    files[key.mode == JudgeEvalMode.Direct ? "judge.direct.txt" : "judge.reasoned.txt"],
                    ("rubric", files[$"rubric.{Name(key.rubric)}.txt"])
                )
        );
        Sha256 = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(all)));
    }

    /// <summary>The built-in prompts for Russian data and the first users' assistant.</summary>
    public static PromptSet Default { get; } = BuiltIn(DataLanguage.Ru);

    /// <summary>The built-in prompts.</summary>
    /// <param name="language">The language of the data.</param>
    /// <param name="assistant">Who answers, in that language; null for <see cref="AssistantOf"/>.</param>
    public static PromptSet BuiltIn(DataLanguage language, string? assistant = null) =>
        new(Templates(language), assistant ?? AssistantOf(language));

    /// <summary>Who answers unless told otherwise.</summary>
    public static string AssistantOf(DataLanguage language) =>
        language == DataLanguage.Ru ? "справочная служба университета" : "the help desk of a university";

    /// <summary>The SHA-256 over names and texts, hex: a part of the run's fingerprint. Line endings do not change it.</summary>
    public string Sha256 { get; }

    /// <summary>What is said after a reply without a readable score.</summary>
    public string ScoreReAsk => _files["reask.score.txt"];

    /// <summary>What is said after a reply without a readable verdict.</summary>
    public string VerdictReAsk => _files["reask.verdict.txt"];

    /// <summary>The built-in prompts with some replaced.</summary>
    /// <param name="filesByName">Texts by file name.</param>
    /// <param name="source">Where they come from, for messages.</param>
    /// <param name="language">The language of the data.</param>
    /// <param name="assistant">Who answers; null for <see cref="AssistantOf"/>.</param>
    /// <exception cref="BadInputException">A name is unknown, or a text lacks a placeholder it needs.</exception>
    public static PromptSet WithOverrides(
        IReadOnlyDictionary<string, string> filesByName,
        string source,
        DataLanguage language = DataLanguage.Ru,
        string? assistant = null
    )
    {
        var files = Templates(language);
        foreach (var (name, text) in filesByName)
        {
            if (!Required.TryGetValue(name, out var placeholders))
                throw new BadInputException($"{source}/{name}: no prompt has this name: use {string.Join(", ", Required.Keys)}");
            foreach (var placeholder in placeholders)
                if (!text.Contains(placeholder, StringComparison.Ordinal))
                    throw new BadInputException(
                        $"{source}/{name}: the placeholder {placeholder} is missing: put it where that text belongs"
                    );
            if (string.IsNullOrWhiteSpace(text))
                throw new BadInputException($"{source}/{name}: is empty: write a prompt, or delete the file to use the built-in one");
            files[name] = Normalise(text);
        }
        return new PromptSet(files, assistant ?? AssistantOf(language));
    }

    /// <summary>Asks for an answer from a context.</summary>
    public IReadOnlyList<PromptMessage> GenerationMessages(GenerationRequest request)
    {
        var fence = new Fence(("context", request.Context), ("question", request.Question));
        return
        [
            new(PromptRole.System, _files["generation.system.txt"]),
            new(
                PromptRole.User,
                Fill(
                    _files["generation.user.txt"],
                    ("context", fence.Wrap("context", request.Context)),
                    ("question", fence.Wrap("question", request.Question))
                )
            ),
        ];
    }

    /// <summary>
    /// Asks for a score. A judge sees only what its rubric is about: references for correctness and quality, the context unless it scores
    /// relevance.
    /// </summary>
    public IReadOnlyList<PromptMessage> ScoreMessages(ScoreRequest request, JudgeEvalMode mode)
    {
        var parts = new List<(string, string)> { ("question", request.Question) };
        if (request.Rubric != Rubric.AnswerRelevance && request.Context is { } context)
            parts.Add(("context", context));
        if (request.Rubric is Rubric.AnswerCorrectness or Rubric.E2eQuality)
            parts.AddRange(request.References.Select(reference => ("reference", reference)));
        parts.Add(("answer", request.Answer));
        return [new(PromptRole.System, _judging[(mode, request.Rubric)]), new(PromptRole.User, Fenced([.. parts]))];
    }

    /// <summary>Asks whether an answer is shown.</summary>
    public IReadOnlyList<PromptMessage> VerdictMessages(ShowRequest request) =>
        [
            new(PromptRole.System, _files["decider.system.txt"]),
            new(PromptRole.User, Fenced(("question", request.Question), ("context", request.Context), ("answer", request.Answer))),
        ];

    private static string Fenced(params ReadOnlySpan<(string Label, string Text)> parts)
    {
        var length = 0;
        foreach (var (label, text) in parts)
            length += Fence.LengthOf(label, text) + Between.Length;
        var fence = new Fence(parts);
        var all = new DefaultInterpolatedStringHandler(length, 0);
        for (var i = 0; i < parts.Length; i++)
        {
            if (i > 0)
                all.AppendLiteral(Between);
            fence.Append(ref all, parts[i].Label, parts[i].Text);
        }
        return all.ToStringAndClear();
    }

    private static string Name(Rubric rubric) => System.Text.Json.JsonNamingPolicy.SnakeCaseLower.ConvertName(rubric.ToString());

    // One pass: text that is put in is never searched for placeholders itself.
    private static string Fill(string template, params ReadOnlySpan<(string Name, string Text)> values)
    {
        var length = template.Length;
        foreach (var (_, text) in values)
            length += text.Length;
        var result = new DefaultInterpolatedStringHandler(length, 0);
        var rest = template.AsSpan();
        while (true)
        {
            var open = rest.IndexOf("{{", StringComparison.Ordinal);
            var close = open < 0 ? -1 : rest[open..].IndexOf("}}", StringComparison.Ordinal);
            if (close < 0)
            {
                result.AppendFormatted(rest);
                return result.ToStringAndClear();
            }
            // The nearest braces open a placeholder: stray ones before it must not swallow it.
            var nearer = rest.Slice(open, close).LastIndexOf("{{", StringComparison.Ordinal);
            (open, close) = (open + nearer, close - nearer);
            var name = rest.Slice(open + 2, close - 2);
            result.AppendFormatted(rest[..open]);
            string? found = null;
            foreach (var (known, text) in values)
                if (name.Equals(known, StringComparison.Ordinal))
                    found = text;
            result.AppendFormatted(found ?? rest.Slice(open, close + 2));
            rest = rest[(open + close + 2)..];
        }
    }

    private static string Normalise(string text) => text.ReplaceLineEndings("\n").Trim();

    private static Dictionary<string, string> Templates(DataLanguage language) =>
        Required.Keys.ToDictionary(
            name => name,
            name => ReadBuiltIn(language == DataLanguage.Ru ? "ru/" + name : "en/" + name),
            StringComparer.Ordinal
        );

    private static string ReadBuiltIn(string name)
    {
        using var stream =
            typeof(PromptSet).Assembly.GetManifestResourceStream(ResourcePrefix + name)
            ?? throw new InvalidOperationException($"the prompt {name} is not embedded");
        using var reader = new StreamReader(stream, Encoding.UTF8);
        return Normalise(reader.ReadToEnd());
    }
}
