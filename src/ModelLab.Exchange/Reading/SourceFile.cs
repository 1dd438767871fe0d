using ModelLab.Core;
using ModelLab.Core.Text;

namespace ModelLab.Exchange.Reading;

/// <summary>Reads a file of rows; its content decides the format, not its name.</summary>
public static class SourceFile
{
    /// <summary>Reads a file.</summary>
    /// <param name="bytes">Its bytes.</param>
    /// <param name="file">Its name as the user gave it, for messages.</param>
    /// <param name="sheet">The sheet of a workbook; null for the first.</param>
    /// <exception cref="BadInputException">It holds no rows, or is of no format that is read.</exception>
    public static SourceTable Read(byte[] bytes, string file, string? sheet)
    {
        if (WorkbookReader.IsWorkbook(bytes))
            return WorkbookReader.Read(bytes, file, sheet);
        if (sheet is not null)
            throw new BadInputException($"--sheet: {file} is no workbook (.xlsx)");
        if (bytes.AsSpan().StartsWith((ReadOnlySpan<byte>)[0xD0, 0xCF, 0x11, 0xE0]))
            throw new BadInputException(
                $"{file}: an Excel workbook of before 2007 (.xls), or one with a password: save it as .xlsx or CSV"
            );
        if (!EncodedText.IsUtf16(bytes) && bytes.AsSpan().Contains((byte)0))
            throw new BadInputException($"{file}: no text and no workbook: give CSV, TSV, XLSX, JSON, JSON Lines or YAML");
        var text = EncodedText.Of(bytes, file);
        if (text.Text.AsSpan().IndexOfAnyExcept(" \t\r\n") < 0)
            throw new BadInputException($"{file}: is empty");
        var table =
            text.Text.TrimStart() is ['{' or '[', ..] ? JsonSource.Read(text, file)
            : Path.GetExtension(file).ToUpperInvariant() is ".YAML" or ".YML" ? YamlSource.Read(text, file)
            : DelimitedReader.Read(text, file);
        return table.Rows.Count > 0 ? table : throw new BadInputException($"{file}: holds no rows");
    }
}
