using Xunit;

namespace ModelLab.Testing.Support;

/// <summary>Compares text with an approved file. UPDATE_GOLDEN=1 writes what came out in its place, to be read and committed.</summary>
public static class Golden
{
    public static void Matches(string project, string name, string actual)
    {
        var path = Path.Combine(Repository.Root, "tests", project, "Golden", name);
        var text = Normalise(actual);
        if (Environment.GetEnvironmentVariable("UPDATE_GOLDEN") == "1")
            File.WriteAllText(path, text);
        Assert.True(File.Exists(path), $"{name}: there is no approved file; run once with UPDATE_GOLDEN=1");
        Assert.Equal(Normalise(File.ReadAllText(path)), text);
    }

    private static string Normalise(string text) => text.ReplaceLineEndings("\n").TrimEnd('\n') + "\n";
}
