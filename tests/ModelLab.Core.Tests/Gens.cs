using CsCheck;

namespace ModelLab.Core.Tests;

/// <summary>Generators that several properties use.</summary>
internal static class Gens
{
    /// <summary>One of some values.</summary>
    public static Gen<T> Of<T>(params T[] values) => Gen.Int[0, values.Length - 1].Select(i => values[i]);

    /// <summary>Up to so many pieces put together.</summary>
    public static Gen<string> Joined(int most, params string[] pieces) => Of(pieces).Array[0, most].Select(string.Concat);

    /// <summary>Any UTF-16 text, half characters and control characters included.</summary>
    public static Gen<string> AnyText(int most) => Gen.Char.Array[0, most].Select(c => new string(c));
}
