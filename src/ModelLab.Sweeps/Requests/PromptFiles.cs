using System.Text;
using ModelLab.Core;
using ModelLab.Core.Judging;
using ModelLab.Core.Text;

namespace ModelLab.Sweeps.Requests;

/// <summary>Reads the prompts that a user puts in place of the built-in ones.</summary>
internal static class PromptFiles
{
    /// <summary>The prompts of a folder over the built-in ones; without a folder the built-in ones.</summary>
    /// <exception cref="BadInputException">There is no such folder, it holds no prompts, or one of them cannot be used.</exception>
    public static PromptSet Read(string? directory, DataLanguage language, string? assistant)
    {
        if (directory is null)
            return PromptSet.BuiltIn(language, assistant);
        if (!Directory.Exists(directory))
            throw new BadInputException($"--prompts {directory}: no such folder");
        var files = Directory
            .EnumerateFiles(directory, "*.txt")
            .ToDictionary(
                p => Path.GetFileName(p)!,
                p => Encoding.UTF8.GetString(DatasetFiles.Read(p)).TrimStart('\uFEFF'),
                StringComparer.Ordinal
            );
        if (files.Count == 0)
            throw new BadInputException($"--prompts {directory}: no .txt files in it");
        return PromptSet.WithOverrides(files, directory, language, assistant);
    }
}
