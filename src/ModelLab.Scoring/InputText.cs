using System.Globalization;
using System.Text;
using ModelLab.Core;

namespace ModelLab.Scoring;

/// <summary>Files to score, read line by line.</summary>
internal static class InputText
{
    /// <summary>Opens a file: UTF-8, or UTF-16 with a byte order mark.</summary>
    /// <exception cref="BadInputException">It is not there or cannot be read.</exception>
    public static StreamReader Open(string file)
    {
        try
        {
            // With its own preamble an encoding is kept when the file begins with it; without, detection would put a lenient one in its
            // place.
            return new StreamReader(
                file,
                new UTF8Encoding(encoderShouldEmitUTF8Identifier: true, throwOnInvalidBytes: true),
                detectEncodingFromByteOrderMarks: true,
                bufferSize: 1 << 16
            );
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new BadInputException($"{file}: no such file", e);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new BadInputException($"{file}: cannot be read: {(Directory.Exists(file) ? "it is a folder" : e.Message)}", e);
        }
    }

    /// <summary>The lines that are not blank, with their numbers from 1.</summary>
    /// <param name="reader">The file.</param>
    /// <param name="file">Its name, for messages.</param>
    /// <param name="read">The lines that were read before.</param>
    /// <exception cref="BadInputException">The file cannot be read, or is in another encoding.</exception>
    public static IEnumerable<(int Number, string Text)> Lines(StreamReader reader, string file, int read = 0)
    {
        for (var number = read + 1; Next(reader, file, number) is { } line; number++)
            if (!string.IsNullOrWhiteSpace(line))
                yield return (number, line);
    }

    /// <summary>What is wrong with a line, and what to do.</summary>
    public static BadInputException Bad(string file, int line, string? field, string problem, Exception? cause = null)
    {
        var message = string.Create(
            CultureInfo.InvariantCulture,
            $"{file}: line {line}: {(field is null ? "" : $"field '{field}': ")}{problem}"
        );
        return cause is null ? new BadInputException(message) : new BadInputException(message, cause);
    }

    /// <summary>Somebody's text as a message can bear it.</summary>
    public static string Shorten(string value) => (value.Length <= 40 ? value : value[..39] + "…").ReplaceLineEndings(" ");

    private static string? Next(StreamReader reader, string file, int number)
    {
        try
        {
            return reader.ReadLine();
        }
        catch (DecoderFallbackException e)
        {
            throw NotUtf8(file, number, e);
        }
    }

    /// <summary>The file is in another encoding; decoding runs ahead of the line that was read last.</summary>
    public static BadInputException NotUtf8(string file, int line, Exception cause) =>
        new(string.Create(CultureInfo.InvariantCulture, $"{file}: from line {line} on: not UTF-8: save it in that encoding"), cause);
}
