using ModelLab.Records.Vocabulary;

namespace ModelLab.Dashboard.Site;

/// <summary>What an address that asks for nothing else is shown with.</summary>
/// <param name="Language">The language.</param>
public sealed record SitePresets(Language Language);
