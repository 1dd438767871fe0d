using System.Globalization;
using System.Text;
using ModelLab.Testing.Support;
using Xunit;

namespace ModelLab.Cli.Tests;

/// <summary>From a folder of pages and a table to a verdict, in an empty folder, by the program as a user starts it.</summary>
public sealed class FirstHourTests : IDisposable
{
    private const int Pages = 24;
    private static readonly Encoding Ansi = CodePagesEncodingProvider.Instance.GetEncoding(1251)!;

    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Five_commands_lead_from_own_pages_and_tables_to_a_verdict()
    {
        var (questions, labels) = (
            new StringBuilder("Вопрос;Ответ;Страница\r\n"),
            new StringBuilder("Вопрос;Ответ;Контекст;Показывать\r\n")
        );
        for (var i = 0; i < Pages; i++)
        {
            var room = (100 + i).ToString(CultureInfo.InvariantCulture);
            var answer = $"Кабинет {room} открыт по вторникам с {8 + i % 10}:00.";
            _folder.Write($"pages/room{room}.html", "");
            await File.WriteAllBytesAsync(
                _folder[$"pages/room{room}.html"],
                Ansi.GetBytes($"<h1>Кабинет {room}</h1><p>Здесь ключи не выдают. {answer} Вход по пропуску.</p>"),
                TestContext.Current.CancellationToken
            );
            questions.Append(CultureInfo.InvariantCulture, $"Когда открыт кабинет {room}?;{answer};room{room}.html\r\n");
            labels.Append(CultureInfo.InvariantCulture, $"Когда открыт кабинет {room}?;{answer};{answer};да\r\n");
            labels.Append(CultureInfo.InvariantCulture, $"Когда открыт кабинет {room}?;Обратитесь в кассу.;{answer};нет\r\n");
        }
        await File.WriteAllBytesAsync(_folder["questions.csv"], Ansi.GetBytes(questions.ToString()), TestContext.Current.CancellationToken);
        await File.WriteAllBytesAsync(_folder["labels.csv"], Ansi.GetBytes(labels.ToString()), TestContext.Current.CancellationToken);

        await SayAsync("kb", "import", "pages", "--knowledge-base", "kb.db");
        await SayAsync("dataset", "import", "questions.csv", "--knowledge-base", "kb.db");
        await SayAsync("dataset", "import", "labels.csv");
        await SayAsync(
            "run",
            "--lang",
            "en",
            "--knowledge-base",
            "kb.db",
            "--generation-models",
            "builtin:extractive,builtin:refuse",
            "--judge-models",
            "builtin:overlap,builtin:coin",
            "--production-judge-models",
            "builtin:support,builtin:always-yes"
        );
        var verdict = await SayAsync("recommend", "--lang", "en");
        Assert.Contains("Generation models: Take builtin:extractive", verdict, StringComparison.Ordinal);
    }

    private async Task<string> SayAsync(params string[] args)
    {
        using var program = LabProgram.Start(_folder.Path, new Dictionary<string, string>(), args);
        var (printed, error) = (
            program.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken),
            program.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken)
        );
        await program.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.True(program.ExitCode == 0, $"{string.Join(' ', args)}: exit {program.ExitCode}: {await error}");
        return await printed;
    }
}
