using ModelLab.Records.Store;
using ModelLab.Testing.Support;
using Xunit;

namespace ModelLab.Records.Tests.Store;

public sealed class AtomicFileTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_file_is_replaced_whole()
    {
        var path = _folder.Write("a.json", "a longer text that was there before");
        AtomicFile.Write(path, stream => stream.Write("new"u8));
        Assert.Equal("new", File.ReadAllText(path));
        Assert.Equal([path], Files());
    }

    [Fact]
    public void When_writing_fails_the_file_stays_as_it_was_and_nothing_is_left_behind()
    {
        var path = _folder.Write("a.json", "old");
        Assert.Throws<InvalidOperationException>(() =>
            AtomicFile.Write(
                path,
                stream =>
                {
                    stream.Write("half"u8);
                    throw new InvalidOperationException();
                }
            )
        );
        Assert.Equal("old", File.ReadAllText(path));
        Assert.Equal([path], Files());
    }

    [Fact]
    public void A_target_that_is_a_folder_is_an_error_and_leaves_nothing_behind()
    {
        Directory.CreateDirectory(_folder["a.json"]);
        var error = Record.Exception(() => AtomicFile.Write(_folder["a.json"], stream => stream.Write("x"u8)));
        Assert.True(error is IOException or UnauthorizedAccessException);
        Assert.Empty(Files());
    }

    [Fact]
    public void A_folder_that_does_not_exist_is_an_error() =>
        Assert.Throws<DirectoryNotFoundException>(() => AtomicFile.Write(_folder["gone/a.json"], _ => { }));

    private IEnumerable<string> Files() => Directory.EnumerateFiles(_folder.Path).Select(f => f.Replace('\\', '/'));
}
