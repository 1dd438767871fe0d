using System.CommandLine;
using ModelLab.Cli.Hosting;

namespace ModelLab.Cli.Commands;

/// <summary><c>completion SHELL</c>: prints what makes a shell complete commands and flags.</summary>
internal static class CompletionCommand
{
    // Each asks the program itself: "[suggest:POSITION]" and the line so far.
    private static readonly Dictionary<string, string> Scripts = new(StringComparer.Ordinal)
    {
        ["bash"] = """
            # eval "$(modellab completion bash)", in ~/.bashrc
            _modellab() {
              local word=${COMP_WORDS[COMP_CWORD]}
              mapfile -t COMPREPLY < <(compgen -W "$(modellab "[suggest:$COMP_POINT]" "$COMP_LINE" 2>/dev/null)" -- "$word")
            }
            complete -o default -F _modellab modellab
            """,
        ["zsh"] = """
            # eval "$(modellab completion zsh)", in ~/.zshrc after compinit
            _modellab() {
              local -a found
              found=("${(@f)$(modellab "[suggest:$CURSOR]" "$BUFFER" 2>/dev/null)}")
              compadd -a found
            }
            compdef _modellab modellab
            """,
        ["pwsh"] = """
            # modellab completion pwsh | Out-String | Invoke-Expression, in $PROFILE
            Register-ArgumentCompleter -Native -CommandName modellab -ScriptBlock {
              param($word, $command, $position)
              modellab "[suggest:$position]" "$command" 2>$null | Where-Object { $_ -like "$word*" } | ForEach-Object {
                [System.Management.Automation.CompletionResult]::new($_, $_, 'ParameterValue', $_)
              }
            }
            """,
    };

    public static Command Create(Surroundings surroundings)
    {
        var shell = new Argument<string>("SHELL") { Description = "bash, zsh or pwsh" };
        shell.CompletionSources.Add([.. Scripts.Keys]);
        shell.Validators.Add(result =>
        {
            if (result.Tokens.Count == 1 && !Scripts.ContainsKey(result.Tokens[0].Value))
                result.AddError($"completion: '{result.Tokens[0].Value}' is no shell known here: give {string.Join(", ", Scripts.Keys)}");
        });
        var command = new Command("completion", "Print what makes a shell complete commands and flags") { shell };
        command.SetAction(parsed =>
        {
            surroundings.RawOut.WriteLine(Scripts[parsed.GetRequiredValue(shell)].ReplaceLineEndings("\n"));
            return ExitCode.Done;
        });
        return command;
    }
}
