namespace ModelLab.Core;

/// <summary>
/// Input that cannot be used. <see cref="Exception.Message"/> is one line that names the file, the item and field where there is one,
/// what is wrong, and what to do. The command line prints it and ends with exit code 2.
/// </summary>
public sealed class BadInputException : Exception
{
    /// <summary>Creates the error from a whole message.</summary>
    public BadInputException(string message)
        : base(message) { }

    /// <summary>Creates the error from a whole message and its cause.</summary>
    public BadInputException(string message, Exception innerException)
        : base(message, innerException) { }

    /// <summary>The file that is damaged, or is not what its name says; null where something else is wrong.</summary>
    public string? DamagedFile { get; init; }

    /// <summary>Creates the error for an item of a file: <c>FILE: item 3: field 'question': what: fix</c>.</summary>
    /// <param name="file">The file as the user named it.</param>
    /// <param name="index">The item's position, counted from 0, or null when the whole file is meant.</param>
    /// <param name="field">The field's name in the file, or null.</param>
    /// <param name="problem">What is wrong and what to do, without a full stop.</param>
    public static BadInputException At(string file, int? index, string? field, string problem) =>
        new(
            $"{file}: {(index is { } i ? string.Create(System.Globalization.CultureInfo.InvariantCulture, $"item {i}: ") : "")}{(field is null ? "" : $"field '{field}': ")}{problem}"
        );
}
