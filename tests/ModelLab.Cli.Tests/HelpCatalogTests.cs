using System.CommandLine;
using System.Text.RegularExpressions;
using ModelLab.Cli.Help;
using ModelLab.Cli.Hosting;
using ModelLab.Records.Vocabulary;
using Xunit;

namespace ModelLab.Cli.Tests;

/// <summary>Every text of the help, of every command.</summary>
public sealed partial class HelpCatalogTests : IDisposable
{
    private static readonly Surroundings Surroundings = new();
    private readonly StopSignal _stop = new(Surroundings);

    public void Dispose() => _stop.Dispose();

    [Fact]
    public void Every_text_has_its_Russian_half_and_no_half_is_without_use()
    {
        var texts = Texts(Root()).ToHashSet(StringComparer.Ordinal);
        Assert.Empty(texts.Except(HelpCatalog.Russian.Keys).Order(StringComparer.Ordinal));
        Assert.Empty(HelpCatalog.Russian.Keys.Except(texts).Order(StringComparer.Ordinal));
    }

    // Names, commands and file names are Latin; a sentence in Latin letters is not Russian.
    [Fact]
    public void The_Russian_half_is_Russian() =>
        Assert.All(HelpCatalog.Russian.Values, text => Assert.False(LatinSentence().IsMatch(text) || !Cyrillic().IsMatch(text), text));

    [Fact]
    public void Every_command_that_does_something_has_three_examples_which_it_understands()
    {
        var root = Root();
        var leaves = All(root).Where(c => c.Subcommands.Count == 0).Select(HelpWriter.PathOf).ToList();
        Assert.Equal(leaves.Append("").Order(StringComparer.Ordinal), HelpExamples.Commands.Order(StringComparer.Ordinal));
        foreach (var path in HelpExamples.Commands)
        {
            var examples = HelpExamples.Of(path);
            Assert.Equal(3, examples.Distinct().Count());
            foreach (var example in examples)
            {
                Assert.StartsWith($"modellab {path}".TrimEnd(), example, StringComparison.Ordinal);
                var words = Word().Matches(example["modellab ".Length..]).Select(m => m.Value.Trim('\''));
                Assert.Empty(root.Parse([.. words]).Errors.Select(e => $"{example}: {e.Message}"));
            }
        }
    }

    [Theory]
    [InlineData("en")]
    [InlineData("ru")]
    public void No_line_of_the_help_is_wider_than_80_columns_but_examples(string language)
    {
        foreach (var command in All(Root()).Append(Root()))
        {
            var text = new StringWriter();
            new HelpWriter(Language.Of(language, System.Globalization.CultureInfo.InvariantCulture), 80).Write(command, text);
            Assert.All(
                text.ToString().ReplaceLineEndings("\n").Split('\n').Where(l => !l.StartsWith("  modellab ", StringComparison.Ordinal)),
                line => Assert.True(line.Length <= 80, line)
            );
        }
    }

    private RootCommand Root() => new App(Surroundings).Root(_stop, Language.English);

    private static IEnumerable<Command> All(Command command) => command.Subcommands.SelectMany(c => All(c).Prepend(c));

    private static IEnumerable<string> Texts(RootCommand root) =>
        All(root)
            .Prepend(root)
            .SelectMany(c =>
                c.Options.Where(o => !o.Hidden)
                    .Select(o => o.Description)
                    .Concat(c.Arguments.Where(a => !a.Hidden).Select(a => a.Description))
                    .Prepend(c.Description)
            )
            .Select(text => text ?? "");

    [GeneratedRegex(@"(?:\b[A-Za-z]{2,}\b[ ,]+){4,}[a-z]{2,}")]
    private static partial Regex LatinSentence();

    [GeneratedRegex("[а-яё]")]
    private static partial Regex Cyrillic();

    [GeneratedRegex(@"'[^']*'|\S+")]
    private static partial Regex Word();
}
