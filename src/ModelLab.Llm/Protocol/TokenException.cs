namespace ModelLab.Llm.Protocol;

/// <summary>A token that calls are made with was not to be had, so no call was made.</summary>
/// <param name="keyVariable">The variable of the key that buys it.</param>
/// <param name="url">Where it is bought.</param>
/// <param name="why">What went wrong there, of the kinds that an endpoint's own failures have.</param>
internal sealed class TokenException(string keyVariable, Uri url, Exception why)
    : Exception($"no token for {keyVariable} from {url.GetLeftPart(UriPartial.Path)}", why)
{
    /// <summary>What went wrong where it is bought.</summary>
    public Exception Why => InnerException!;
}
