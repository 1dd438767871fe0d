using System.CommandLine;
using System.CommandLine.Parsing;
using ModelLab.Records.Vocabulary;

namespace ModelLab.Cli.Commands;

/// <summary>A flag on the command line.</summary>
internal sealed class FlagOption<T>
{
    private readonly Flag<T> _flag;

    public FlagOption(Flag<T> flag)
    {
        _flag = flag;
        Option =
            flag.IsSwitch ? new Option<bool>(flag.Name, [.. flag.Aliases])
            : flag.IsRepeated ? new Option<string[]>(flag.Name, [.. flag.Aliases])
            : OfOneValue(flag);
        Option.Description = flag.Description;
        if (!flag.IsSwitch)
            Option.Validators.Add(Validate);
    }

    /// <summary>The flag as the library knows it.</summary>
    public Option Option { get; }

    /// <summary>Takes over what was given; the target as it is when nothing was.</summary>
    /// <exception cref="Core.BadInputException">The value does not fit the others.</exception>
    public T Read(ParseResult parsed, T target)
    {
        if (parsed.GetResult(Option) is not { Implicit: false } given)
            return target;
        if (_flag.IsSwitch)
            return parsed.GetValue((Option<bool>)Option) ? _flag.Read(target, "") : target;
        return given.Tokens.Aggregate(target, (read, token) => _flag.Read(read, token.Value));
    }

    private static Option<string?> OfOneValue(Flag<T> flag)
    {
        var option = new Option<string?>(flag.Name, [.. flag.Aliases]);
        if (flag.Preset is { } preset)
            option.DefaultValueFactory = _ => preset;
        if (flag.TakesList)
            option.CompletionSources.Add([.. flag.Words]);
        else if (flag.Words.Count > 0)
            option.AcceptOnlyFromAmong([.. flag.Words]);
        option.Validators.Clear(); // the library's own message spreads over lines and does not name the flag
        return option;
    }

    private void Validate(OptionResult result)
    {
        foreach (var token in result.Tokens)
            if (_flag.Problem(token.Value) is { } problem)
                result.AddError(problem);
    }
}
