using ModelLab.Core.Judging;
using ModelLab.Core.Models;
using ModelLab.Llm.Calls;
using ModelLab.Llm.Configuration;
using ModelLab.Sweeps.Journal;
using Xunit;

namespace ModelLab.Sweeps.Tests.Journal;

/// <summary>A folder of its own with a journal in it.</summary>
public abstract class JournalTest : IDisposable
{
    protected string Folder { get; } = Directory.CreateTempSubdirectory("modellab-journal-").FullName;

    protected string FilePath => Path.Combine(Folder, CallJournal.FileName);

    protected static CancellationToken Stop => TestContext.Current.CancellationToken;

    public void Dispose()
    {
        GC.SuppressFinalize(this);
        Directory.Delete(Folder, recursive: true);
    }

    protected CallJournal Open() => CallJournal.Open(FilePath, TimeProvider.System);

    protected static ModelCall Call(
        string text = "?",
        string model = "m",
        string url = "http://127.0.0.1:1/v1",
        string? provider = "lab",
        string? key = null
    ) =>
        new()
        {
            Endpoint = new ModelEndpoint(new ModelRef(provider, model), new Uri(url), key is null ? null : new Secret(key), "KEY"),
            Messages = [new(PromptRole.User, text)],
            Sampling = new Sampling(0.7, 200),
        };
}
