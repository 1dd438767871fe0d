namespace ModelLab.Knowledge;

/// <summary>A text to embed.</summary>
/// <param name="Id">The chunk's or past question's id.</param>
/// <param name="Text">Its text.</param>
public readonly record struct ItemText(long Id, string Text);
