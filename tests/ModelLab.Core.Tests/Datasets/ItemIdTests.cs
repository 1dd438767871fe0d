using System.Security.Cryptography;
using CsCheck;
using ModelLab.Core.Datasets;

namespace ModelLab.Core.Tests.Datasets;

public sealed class ItemIdTests
{
    [Fact]
    public void An_id_is_the_head_of_the_digest_over_length_prefixed_parts()
    {
        // "да" is 4 bytes in UTF-8, "" is 0, a missing part is written as length −1.
        byte[] bytes = [4, 0, 0, 0, 0xD0, 0xB4, 0xD0, 0xB0, 0, 0, 0, 0, 0xFF, 0xFF, 0xFF, 0xFF];
        Assert.Equal(Convert.ToHexStringLower(SHA256.HashData(bytes))[..16], ItemId.FromContent("да", "", null));
    }

    [Fact]
    public void Parts_do_not_run_into_each_other()
    {
        Assert.NotEqual(ItemId.FromContent("ab", "c"), ItemId.FromContent("a", "bc"));
        Assert.NotEqual(ItemId.FromContent("a", null), ItemId.FromContent("a", ""));
    }

    [Fact]
    public void Different_content_has_different_ids() =>
        Gen.Select(Gen.String[Gen.Char["абв\0"], 0, 4].Array[1, 3], Gen.String[Gen.Char["абв\0"], 0, 4].Array[1, 3])
            .Sample((a, b) => a.AsSpan().SequenceEqual(b) == (ItemId.FromContent(a) == ItemId.FromContent(b)));
}
