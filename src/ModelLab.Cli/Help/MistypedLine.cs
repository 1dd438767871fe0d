using System.CommandLine;
using System.CommandLine.Parsing;
using ModelLab.Cli.Hosting;
using ModelLab.Core;

namespace ModelLab.Cli.Help;

/// <summary>What is wrong with a line as it was typed, and what may have been meant.</summary>
internal static class MistypedLine
{
    public static string Of(ParseResult parsed)
    {
        var command = parsed.CommandResult.Command;
        var path = HelpWriter.PathOf(command);
        var help = $"see '{ProgramName.Installed}{(path.Length == 0 ? "" : " " + path)} --help'";
        // A flag without its value takes the next flag for it, whose value then stands alone: the flag is the mistake. And the library's
        // first complaint about an unknown word is that a command is missing.
        if (
            parsed.Errors.FirstOrDefault(e => e.SymbolResult is OptionResult or ArgumentResult { Parent: OptionResult })?.Message is
            { } ofFlag
        )
            return $"{ofFlag.TrimEnd('.')}; {help}";
        if (parsed.UnmatchedTokens.Count == 0)
            return $"{parsed.Errors[0].Message.TrimEnd('.')}; {help}";
        var word = parsed.UnmatchedTokens[0];
        var near = Nearest.To(word, Names(command, word.StartsWith('-')));
        var meant = near.Count > 0 ? $" (did you mean {string.Join(" or ", near)}?)" : "";
        return $"'{word}' is no command or flag here{meant}; {help}";
    }

    private static IEnumerable<string> Names(Command command, bool isFlag) =>
        isFlag
            ? command
                .Options.Concat(command.Parents.OfType<Command>().SelectMany(c => c.Options.Where(o => o.Recursive)))
                .Where(o => !o.Hidden)
                .Select(o => o.Name)
            : command.Subcommands.Where(c => !c.Hidden).Select(c => c.Name);
}
