using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;
using ModelLab.Cli.Hosting;
using ModelLab.Records.Vocabulary;

namespace ModelLab.Cli.Help;

/// <summary>Shows a command's help in place of the library's.</summary>
internal sealed class HelpOptions(Surroundings surroundings, Language language) : SynchronousCommandLineAction
{
    public static void Install(RootCommand root, Surroundings surroundings, Language language)
    {
        var help = root.Options.OfType<HelpOption>().Single();
        help.Description = "Say what there is, and how it is called";
        help.Action = new HelpOptions(surroundings, language);
        root.Options.OfType<VersionOption>().Single().Description = "Say which version this is";
    }

    // Whoever asks for help has not given all that is needed.
    public override bool ClearsParseErrors => true;

    public override int Invoke(ParseResult parseResult)
    {
        new HelpWriter(language, surroundings.Out.Profile.Width).Write(parseResult.CommandResult.Command, surroundings.RawOut);
        return ExitCode.Done;
    }
}
