namespace ModelLab.Dashboard.Apis;

/// <summary>Marks what is sent for as long as somebody looks.</summary>
internal sealed class Followed;
