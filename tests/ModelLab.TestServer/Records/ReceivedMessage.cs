namespace ModelLab.Testing;

/// <summary>A message of a request.</summary>
/// <param name="Role"><c>system</c>, <c>user</c>, <c>assistant</c> …</param>
/// <param name="Text">Its text; the text parts joined when the content is a list.</param>
public sealed record ReceivedMessage(string Role, string Text);
