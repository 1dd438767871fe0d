using ModelLab.Cli.Hosting;
using ModelLab.Cli.Screens;
using ModelLab.Core.Text;
using Spectre.Console;
using Spectre.Console.Testing;
using Xunit;

namespace ModelLab.Cli.Tests;

/// <summary>What outer text can do to a terminal, and a lost terminal to the program: nothing.</summary>
public sealed class TerminalTests
{
    // Clear the screen, a title by C1, a line that covers another, and a turn of direction.
    private const string Hostile = "a\u001b[2J\u009d0;t\u0007b\rc\u202ed";
    private const string Named = @"a\u001B[2J\u009D0;t\u0007b\u000Dc\u202Ed";

    [Fact]
    public async Task Lines_name_what_would_act()
    {
        using var text = new StringWriter { NewLine = "\n" };
        await using var writer = new HarmlessWriter(text);
        writer.WriteLine(Hostile);
        await writer.WriteLineAsync(Hostile);
        writer.Write(Hostile.ToCharArray());
        writer.Write('\u001b');
        Assert.Equal($"{Named}\n{Named}\n{Named}\\u001B", text.ToString());
        Assert.Equal("a\r\nb\tc", HiddenCharacters.Named("a\r\nb\tc"));
    }

    [Fact]
    public void Tables_keep_their_own_codes_and_name_those_of_outer_text()
    {
        using var console = new TestConsole();
        console.EmitAnsiSequences = true;
        var surroundings = new Surroundings { Out = console };
        var table = new Table();
        table.AddColumn(PlainText.Column("x"));
        table.AddRow(new Text(Hostile, new Style(Color.Red)));
        surroundings.Out.Write(table);
        Assert.Contains(@"a\u001B[2J\u009D0;t\u0007b", console.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("\u001b[2J", console.Output, StringComparison.Ordinal);
        Assert.Contains("\u001b[", console.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void Output_that_is_gone_is_remembered_and_no_fault()
    {
        using var gone = new StreamWriter(new GoneStream()) { AutoFlush = true };
        using var writer = new LastingWriter(gone);
        Assert.Null(writer.Lost);
        writer.WriteLine("a");
        writer.WriteLine("b");
        writer.Flush();
        Assert.Equal("gone", writer.Lost);
    }

    private sealed class GoneStream : MemoryStream
    {
        public override void Write(byte[] buffer, int offset, int count) => throw new IOException("gone");

        public override void Write(ReadOnlySpan<byte> buffer) => throw new IOException("gone");

        public override void Flush() { }
    }
}
