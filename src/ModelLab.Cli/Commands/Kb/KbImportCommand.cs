using System.CommandLine;
using System.Globalization;
using ModelLab.Cli.Hosting;
using ModelLab.Core;
using ModelLab.Knowledge.Embedded;
using ModelLab.Knowledge.Import;
using ModelLab.Knowledge.Postgres;
using ModelLab.Records.Vocabulary;

namespace ModelLab.Cli.Commands.Kb;

/// <summary><c>kb import</c>: brings chunks or past questions in.</summary>
internal static class KbImportCommand
{
    private const int UnreadableNamed = 10;

    public static Command Create(Surroundings surroundings)
    {
        var source = new Argument<string>("SOURCE")
        {
            Description =
                "A folder of Markdown, HTML, text, PDF and Word, or a file: .jsonl (chunks), .json (SQuAD), .csv (past questions)",
        };
        var target = new Option<string>("--knowledge-base")
        {
            Description = "The file to make or to add to, for example benchmarks/data/help_desk.db",
            Required = true,
        };
        var replace = new Option<bool>("--replace") { Description = "Remove what the file holds first" };
        var baseUrl = new Option<string?>("--base-url")
        {
            Description = "For a folder: what stands before a file's path in its page's address",
        };
        var size = Flags.AtLeast("--chunk-size", "For a folder: characters a chunk at most", 100, 1000);
        var overlap = Flags.AtLeast(
            "--chunk-overlap",
            "For a folder: characters that a chunk repeats of the one before it at most",
            0,
            150
        );
        var lang = Flags.Lang();
        var command = new Command("import", "Bring chunks or past questions in: all of a source or nothing")
        {
            source,
            target,
            replace,
            baseUrl,
            size,
            overlap,
            lang,
        };
        command.SetAction(
            async (parsed, stop) =>
            {
                var (path, from) = (parsed.GetRequiredValue(target), parsed.GetRequiredValue(source));
                if (PostgresSettings.IsUrl(path))
                    throw new BadInputException(
                        "kb import: a PostgreSQL database is used as it is, nothing is imported into it: name a file"
                    );
                if (path.EndsWith(".jsonl", StringComparison.OrdinalIgnoreCase))
                    throw new BadInputException(
                        $"--knowledge-base {path}: a .jsonl file is a source: name the file to make, such as "
                            + $"{Path.ChangeExtension(path, ".db")}"
                    );
                if (parsed.GetRequiredValue(overlap) >= parsed.GetRequiredValue(size))
                    throw new BadInputException("--chunk-overlap: must be less than --chunk-size");
                var read = await Task.Run(
                        () =>
                            KnowledgeImport.Read(
                                from,
                                parsed.GetValue(baseUrl),
                                parsed.GetRequiredValue(size),
                                parsed.GetRequiredValue(overlap),
                                ImportLimits.Default,
                                stop
                            ),
                        stop
                    )
                    .ConfigureAwait(false);
                var change = EmbeddedKnowledgeBase.Renew(path, Path.GetFullPath(from), read.Content, parsed.GetValue(replace), stop);
                Tell(surroundings, Language.Of(parsed.GetValue(lang), surroundings.Culture), path, read, change);
                return ExitCode.Done;
            }
        );
        return command;
    }

    private static void Tell(Surroundings surroundings, Language language, string path, ImportResult read, ImportChange change)
    {
        var (chunks, past) = (read.Content.Chunks.Count, read.Content.PastQuestions.Count);
        Say(
            $"imported {chunks} chunks and {past} past questions from {read.Files} files into {path}",
            $"внесено в {path}: чанков {chunks}, прошлых вопросов {past}; файлов {read.Files}"
        );
        if (change.Kept + change.Removed > 0)
            Say(
                $"the same source was imported before: {change.Kept} are as they were, {change.Added} new, {change.Removed} removed",
                $"этот источник уже вносили: без изменений {change.Kept}, новых {change.Added}, удалено {change.Removed}"
            );
        foreach (var encoding in read.Guessed.GroupBy(g => g.Encoding, g => g.File))
            Say(
                $"read as {encoding.Key}: {encoding.Count()} files ({Named(encoding)})",
                $"прочитано как {encoding.Key}, файлов: {encoding.Count()} ({Named(encoding)})"
            );
        foreach (
            var (count, english, russian) in new[]
            {
                (read.SkippedBinary, "are binary", "двоичные"),
                (
                    read.SkippedOther,
                    "have another ending than .md, .html, .txt, .pdf, .docx",
                    "с другим окончанием, чем .md, .html, .txt, .pdf, .docx"
                ),
                (read.SkippedLinks, "are links", "ссылки"),
                (read.SkippedSpecial, "are pipes, sockets or devices", "каналы, сокеты или устройства"),
                (read.Empty, "hold no text", "без текста"),
            }
        )
            if (count > 0)
                Say($"left out {count} files that {english}", $"пропущено файлов: {count} ({russian})");
        foreach (var scan in read.Textless.Take(UnreadableNamed))
            Say(
                $"left out {scan}: it has no text in it, as a scan: recognise it first (OCR)",
                $"пропущен {scan}: в нём нет текста, как в скане: сначала распознайте его (OCR)"
            );
        if (read.Textless.Count > UnreadableNamed)
            Say(
                $"left out {read.Textless.Count - UnreadableNamed} more without text",
                $"пропущено ещё без текста: {read.Textless.Count - UnreadableNamed}"
            );
        foreach (var damaged in read.Damaged)
            Say($"left out {damaged}", $"пропущен {damaged}");
        foreach (var closed in read.Unreadable.Take(UnreadableNamed))
            Say($"left out {closed}: no right to read it", $"пропущен {closed}: нет права его читать");
        if (read.Unreadable.Count > UnreadableNamed)
            Say(
                $"left out {read.Unreadable.Count - UnreadableNamed} more without the right to read them",
                $"пропущено ещё без права читать: {read.Unreadable.Count - UnreadableNamed}"
            );

        void Say(FormattableString english, FormattableString russian) => surroundings.Say(language.Code == "ru" ? russian : english);
    }

    private static string Named(IEnumerable<string> files) =>
        string.Join(", ", files.Take(3).Select(f => Path.GetFileName(f))) + (files.Skip(3).Any() ? ", …" : "");
}
