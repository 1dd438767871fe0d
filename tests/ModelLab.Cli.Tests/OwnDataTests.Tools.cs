using System.Globalization;
using System.Text;
using System.Text.Json;
using DocumentFormat.OpenXml;
using DocumentFormat.OpenXml.Packaging;
using DocumentFormat.OpenXml.Wordprocessing;
using MiniExcelLibs;
using ModelLab.Core.Datasets;
using ModelLab.Knowledge.Import;
using UglyToad.PdfPig.Fonts.Standard14Fonts;
using UglyToad.PdfPig.Writer;
using Xunit;

namespace ModelLab.Cli.Tests;

// What other tools write.
public sealed partial class OwnDataTests
{
    [Fact]
    public async Task Ragas_keeps_what_was_retrieved_in_the_base_and_calls_none_of_it_right_unless_told()
    {
        var file = Write(
            "ragas.json",
            """[{"user_input": "Где деканат?", "reference": "В Б", "response": "В А", "retrieved_contexts": ["Столовая в А.", "Деканат в Б."]}]"""
        );
        var item = Assert.Single(await QuestionsAsync(file));
        Assert.Equal(("В Б", null, "В А"), (item.GroundTruthAnswer, item.ChunkText, item.Extra!["response"].GetString()));
        Assert.Equal(["Столовая в А.", "Деканат в Б."], Chunks().Select(c => c.Text));
        item = Assert.Single(await QuestionsAsync(file, "--map", "context=retrieved_contexts"));
        Assert.Equal([1L, 2L], item.RelevantChunks);
    }

    [Fact]
    public async Task Ragas_as_pandas_writes_it_holds_lists_in_cells()
    {
        var file = Write(
            "ragas.csv",
            """
            user_input,reference_contexts,reference
            "Где деканат?","['Деканат в ""Б"".', ""It's here""]",В Б
            """
        );
        var item = Assert.Single(await QuestionsAsync(file));
        Assert.Equal("Деканат в \"Б\".\n\nIt's here", item.ChunkText);
    }

    [Fact]
    public async Task Deepeval_has_its_context_apart_from_what_was_retrieved()
    {
        var file = Write(
            "deepeval.json",
            """[{"input": "Где деканат?", "actual_output": "В А", "expected_output": "В Б", "context": ["Деканат в Б."], "retrieval_context": ["Столовая в А."]}]"""
        );
        var item = Assert.Single(await QuestionsAsync(file));
        Assert.Equal(("В Б", "Деканат в Б."), (item.GroundTruthAnswer, item.ChunkText));
        Assert.Equal(2, Chunks().Count);
    }

    [Theory]
    [InlineData(
        "promptfoo.yaml",
        "prompts: [p]\ntests:\n  - vars: {question: Где деканат?, context: Деканат в Б.}\n    assert:\n      - {type: llm-rubric, value: вежливо}\n      - {type: icontains, value: в Б}\n  - vars: {question: Который час?}\n    assert:\n      - {type: llm-rubric, value: вежливо}\n"
    )]
    [InlineData(
        "promptfoo.json",
        """{"tests": [{"vars": {"question": "Где деканат?", "context": "Деканат в Б."}, "assert": [{"type": "similar", "value": "в Б", "threshold": 0.8}]}, {"vars": {"question": "Который час?"}, "assert": [{"type": "llm-rubric", "value": "вежливо"}]}]}"""
    )]
    [InlineData(
        "promptfoo.csv",
        "question,context,__expected\nГде деканат?,Деканат в Б.,similar(0.8): в Б\nКоторый час?,,llm-rubric: вежливо\n"
    )]
    public async Task Promptfoo_compares_with_answers_and_a_rubric_is_none(string name, string text)
    {
        var item = Assert.Single(await QuestionsAsync(Write(name, text)));
        Assert.Equal(("Где деканат?", "в Б", "Деканат в Б."), (item.Question, item.GroundTruthAnswer, item.ChunkText));
        Assert.Contains("1 rows left out:", RawOut.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("qa.jsonl", """{"qid": "q1", "query": "Где деканат?", "retrieval_gt": [["d2"]], "generation_gt": ["В Б", "Корпус Б"]}""")]
    [InlineData(
        "qa.json",
        """{"qid": {"0": "q1"}, "query": {"0": "Где деканат?"}, "retrieval_gt": {"0": [["d2"]]}, "generation_gt": {"0": ["В Б", "Корпус Б"]}}"""
    )]
    [InlineData(
        "qa.csv",
        "qid,query,retrieval_gt,generation_gt\nq1,Где деканат?,\"[array(['d2'], dtype=object)]\",\"['В Б' 'Корпус Б']\"\n"
    )]
    public async Task AutoRAG_finds_its_passages_by_id_in_its_corpus(string name, string text)
    {
        var corpus = Write(
            "corpus.jsonl",
            "{\"doc_id\": \"d1\", \"contents\": \"Столовая в А.\"}\n{\"doc_id\": \"d2\", \"contents\": \"Деканат в Б.\"}\n"
        );
        var item = Assert.Single(await QuestionsAsync(Write(name, text), "--knowledge-base", corpus));
        Assert.Equal(("q1", 2L, "Деканат в Б."), (item.Id, item.ChunkId!.Value, item.ChunkText));
        Assert.Equal(["В Б", "Корпус Б"], item.References);
    }

    [Theory]
    [InlineData(
        "hf.json",
        """{"id": [62310, 5], "context": ["Ель на севере.", "Ель на севере."], "question": ["Где ель?", "Почём ель?"], "answers": [{"text": ["на севере"], "answer_start": [3]}, {"text": [], "answer_start": []}]}"""
    )]
    [InlineData(
        "hf.jsonl",
        """
            {"id": 62310, "context": "Ель на севере.", "question": "Где ель?", "answers": {"text": ["на севере"], "answer_start": [3]}}
            {"id": 5, "context": "Ель на севере.", "question": "Почём ель?", "answers": {"text": [], "answer_start": []}}
            """
    )]
    [InlineData(
        "hf.csv",
        "id,context,question,answers\n62310,Ель на севере.,Где ель?,\"{'text': ['на севере'], 'answer_start': array([3])}\"\n5,Ель на севере.,Почём ель?,\"{'text': [], 'answer_start': []}\"\n"
    )]
    [InlineData(
        "viewer.json",
        """{"features": [{"name": "id"}, {"name": "question"}], "rows": [{"row_idx": 0, "row": {"id": 62310, "context": "Ель на севере.", "question": "Где ель?", "answers": {"text": ["на севере"]}}}, {"row_idx": 1, "row": {"id": 5, "context": "Ель на севере.", "question": "Почём ель?", "answers": {"text": []}}}]}"""
    )]
    [InlineData(
        "sberquad.json",
        """{"data": [{"title": "SberChallenge", "paragraphs": [{"context": "Ель на севере.", "qas": [{"id": 62310, "question": "Где ель?", "answers": [{"text": "на севере", "answer_start": 3}]}, {"id": 5, "question": "Почём ель?", "answers": [], "is_impossible": true}]}]}]}"""
    )]
    public async Task Squad_and_its_forms_keep_whole_ids_and_questions_without_an_answer(string name, string text)
    {
        var items = await QuestionsAsync(Write(name, text));
        Assert.Equal(
            [("62310", "на севере", true, "Ель на севере."), ("5", "", false, "Ель на севере.")],
            items.Select(i => (i.Id, i.GroundTruthAnswer, i.Answerable, i.ChunkText!))
        );
        Assert.Single(Chunks());
    }
}
