using System.Text;
using DocumentFormat.OpenXml.Packaging;
using DocumentFormat.OpenXml.Wordprocessing;
using UglyToad.PdfPig;
using UglyToad.PdfPig.DocumentLayoutAnalysis.TextExtractor;

namespace ModelLab.Knowledge.Import;

/// <summary>The text of PDF and Word documents, a line or paragraph a line.</summary>
internal static class DocumentText
{
    /// <summary>Whether files of this ending are read.</summary>
    public static bool Reads(string extension) => IsPdf(extension) || extension.Equals(".docx", StringComparison.OrdinalIgnoreCase);

    /// <summary>Reads a document; its text is empty where it has none, as a scan.</summary>
    /// <param name="bytes">Its bytes.</param>
    /// <param name="extension">Its ending.</param>
    /// <param name="text">Its text.</param>
    /// <param name="problem">Why it cannot be read: it is damaged, or locked by a password.</param>
    public static bool TryRead(byte[] bytes, string extension, out string text, out string problem)
    {
        (text, problem) = ("", "");
        try
        {
            text = IsPdf(extension) ? Pdf(bytes) : Word(bytes);
            return true;
        }
        // Damaged documents make both libraries throw whatever they meet.
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            problem = $"not readable as {extension} ({e.Message.ReplaceLineEndings(" ")})";
            return false;
        }
    }

    private static bool IsPdf(string extension) => extension.Equals(".pdf", StringComparison.OrdinalIgnoreCase);

    private static string Pdf(byte[] bytes)
    {
        using var document = PdfDocument.Open(bytes);
        var text = new StringBuilder();
        foreach (var page in document.GetPages())
            text.Append(ContentOrderTextExtractor.GetText(page, addDoubleNewline: true)).Append("\n\n");
        return text.ToString();
    }

    private static string Word(byte[] bytes)
    {
        using var document = WordprocessingDocument.Open(new MemoryStream(bytes), isEditable: false);
        var text = new StringBuilder();
        foreach (var block in document.MainDocumentPart?.Document?.Body?.ChildElements ?? [])
            Append(text, block);
        return text.ToString();
    }

    private static void Append(StringBuilder text, DocumentFormat.OpenXml.OpenXmlElement block)
    {
        switch (block)
        {
            case Paragraph paragraph:
                text.Append(Line(paragraph)).Append("\n\n");
                break;
            case Table table:
                foreach (var row in table.Descendants<TableRow>())
                    text.AppendJoin(" | ", row.Elements<TableCell>().Select(c => string.Join(' ', c.Descendants<Paragraph>().Select(Line))))
                        .Append('\n');
                text.Append('\n');
                break;
            default:
                foreach (var child in block.ChildElements)
                    Append(text, child);
                break;
        }
    }

    // Deleted text of tracked changes is in elements of another name and so left out.
    private static string Line(Paragraph paragraph) =>
        string.Concat(
            paragraph
                .Descendants()
                .Select(e =>
                    e switch
                    {
                        Text run => run.Text,
                        TabChar => "\t",
                        Break => "\n",
                        _ => "",
                    }
                )
        );
}
