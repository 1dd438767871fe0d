namespace ModelLab.Knowledge;

/// <summary>An embedding.</summary>
/// <param name="Id">The chunk's or past question's id.</param>
/// <param name="Values">Its vector.</param>
public readonly record struct ItemVector(long Id, ReadOnlyMemory<float> Values);
