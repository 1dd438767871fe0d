using System.Globalization;
using ModelLab.Core.Datasets;
using ModelLab.Core.Judging;
using ModelLab.Core.Models;
using ModelLab.Core.Tests.Datasets;
using ModelLab.Core.Text;

namespace ModelLab.Core.Tests;

public sealed class CultureTests
{
    public static TheoryData<string> Tricky => Cultures.Tricky;

    [Fact]
    public void The_tricky_cultures_really_differ_here()
    {
        // Without ICU every culture is the invariant one, and the theories below would prove nothing.
        Assert.Equal(",", CultureInfo.GetCultureInfo("ru-RU").NumberFormat.NumberDecimalSeparator);
        Assert.Equal('ı', char.ToLower('I', CultureInfo.GetCultureInfo("tr-TR")));
    }

    [Theory, MemberData(nameof(Tricky))]
    public void Scores_are_read_the_same_in_every_culture(string culture) =>
        Cultures.In(
            culture,
            () =>
            {
                Assert.Equal(3.5, ScoreParser.Parse("""{"score": 3.5}""").Score);
                Assert.Equal(3.5, ScoreParser.Parse("""{"SCORE": "3,5"}""").Score);
                Assert.Equal(3.5, ScoreParser.Parse("""{"RATING": 3.5, "evidence": "обры""").Score);
                Assert.Equal(4, ScoreParser.Parse("ОЦЕНКА: 4 из 5").Score);
                Assert.Equal(4, ScoreParser.Parse("RATING: 4").Score);
                Assert.Null(ScoreParser.Parse("10").Score);
            }
        );

    [Theory, MemberData(nameof(Tricky))]
    public void Verdicts_are_read_the_same_in_every_culture(string culture) =>
        Cultures.In(
            culture,
            () =>
            {
                Assert.True(VerdictParser.Parse("ДА").Show);
                Assert.False(VerdictParser.Parse("DECISION: NO").Show);
                Assert.False(VerdictParser.Parse("""{"DECISION": "НЕТ"}""").Show);
            }
        );

    [Theory, MemberData(nameof(Tricky))]
    public void Data_sets_are_read_and_refused_the_same_in_every_culture(string culture) =>
        Cultures.In(
            culture,
            () =>
            {
                var item = GoldDatasetReader
                    .Read(
                        Json.Utf8("""[{"question": "Где?", "ground_truth_answer": "Тут", "chunk_id": -7, "user_score": 4.5}]"""),
                        "d.json"
                    )
                    .Items[0];
                Assert.Equal(-7, item.ChunkId);
                Assert.Equal(4.5, item.UserScore);
                Assert.Equal(ItemId.FromContent("Где?", "Тут", "-7"), item.Id);
                var error = Assert.Throws<BadInputException>(() =>
                    GoldDatasetReader.Read(
                        Json.Utf8("""[{"question": "Где?", "ground_truth_answer": "Тут", "user_score": -5.5}]"""),
                        "d.json"
                    )
                );
                Assert.Equal("d.json: item 0: field 'user_score': -5.5 is outside 1–5", error.Message);
                var label = ShowDecisionDatasetReader.Read(
                    Json.Utf8("""[{"question": "q", "answer": "a", "context": "c", "ground_truth_show": "TRUE"}]"""),
                    "d.json"
                );
                Assert.True(label.Items[0].GroundTruthShow);
            }
        );

    [Theory, MemberData(nameof(Tricky))]
    public void Words_and_names_are_the_same_in_every_culture(string culture) =>
        Cultures.In(
            culture,
            () =>
            {
                Assert.Equal(["wifi", "институт", "ii"], Words.Of("WIFI ИНСТИТУТ II"));
                Assert.Equal("mistral:MIXTRAL", ModelRef.Parse("MISTRAL:MIXTRAL", p => p == "mistral").ToString());
                Assert.True(Abstention.IsAbstention("I DON'T KNOW"));
            }
        );
}
