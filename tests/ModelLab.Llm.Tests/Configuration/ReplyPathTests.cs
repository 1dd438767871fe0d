using System.Text.Json;
using ModelLab.Llm.Configuration;
using Xunit;

namespace ModelLab.Llm.Tests.Configuration;

public sealed class ReplyPathTests
{
    private const string Reply = """
        {"answer": "a", "data": {"answers": [{"text": "b"}, {"text": "c"}, {"title": "d"}], "none": null}, "lists": [["e", "f"], ["g"]], "имя-поля": "h", "0": "i"}
        """;

    [Theory]
    [InlineData("answer", "a")]
    [InlineData("$.answer", "a")]
    [InlineData("data.answers[1].text", "c")]
    [InlineData("data.answers[*].text", "b,c")]
    [InlineData("lists[*][0]", "e,g")]
    [InlineData("lists[*][*]", "e,f,g")]
    [InlineData("lists[0][1]", "f")]
    [InlineData("имя-поля", "h")]
    [InlineData("0", "i")]
    [InlineData("data.answers[9].text", "")]
    [InlineData("data.none", "")]
    [InlineData("data.none.text", "")]
    [InlineData("answer.text", "")]
    [InlineData("answer[0]", "")]
    [InlineData("data[0]", "")]
    [InlineData("Answer", "")]
    public void It_leads_to_what_stands_there(string path, string found)
    {
        using var json = JsonDocument.Parse(Reply);
        Assert.Equal(found, string.Join(',', ReplyPath.Parse(path)!.In(json.RootElement).Select(v => v.GetString())));
    }

    [Theory]
    [InlineData("[0].text", "x")]
    [InlineData("[*].text", "x,y")]
    [InlineData("$[1].text", "y")]
    public void A_reply_may_be_a_list(string path, string found)
    {
        using var json = JsonDocument.Parse("""[{"text": "x"}, {"text": "y"}]""");
        Assert.Equal(found, string.Join(',', ReplyPath.Parse(path)!.In(json.RootElement).Select(v => v.GetString())));
    }

    [Theory]
    [InlineData("")]
    [InlineData("$")]
    [InlineData("$.")]
    [InlineData(".answer")]
    [InlineData("answer.")]
    [InlineData("data..text")]
    [InlineData("answers[-1]")]
    [InlineData("answers[]")]
    [InlineData("answers[0")]
    [InlineData("answers[?(@.x)]")]
    [InlineData("answers[1234567890]")]
    [InlineData("an swer")]
    public void What_is_no_path_is_told_so(string path) => Assert.Null(ReplyPath.Parse(path));
}
