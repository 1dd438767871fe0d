using ModelLab.Core;
using ModelLab.Knowledge.Embedders;
using ModelLab.Testing.Onnx;

namespace ModelLab.Knowledge.Tests.Embedders;

public sealed class OnnxProblemTests
{
    private static void AssertRefused(TinyFolder folder, string because)
    {
        using (folder)
        {
            var error = Assert.Throws<BadInputException>(() => OnnxEmbedder.Load(folder.Path).Dispose());
            Assert.Contains(because, error.Message, StringComparison.Ordinal);
            Assert.DoesNotContain('\n', error.Message);
        }
    }

    private static async Task AssertFailsAsync(TinyFolder folder, string because)
    {
        using (folder)
        {
            using var embedder = OnnxEmbedder.Load(folder.Path);
            var error = await Assert.ThrowsAsync<BadInputException>(() => embedder.OneAsync("дом"));
            Assert.Contains(because, error.Message, StringComparison.Ordinal);
            Assert.DoesNotContain('\n', error.Message);
        }
    }

    [Fact]
    public void What_is_missing_is_named()
    {
        Assert.Contains(
            "no such folder",
            Assert.Throws<BadInputException>(() => OnnxEmbedder.Load("/nowhere/at/all")).Message,
            StringComparison.Ordinal
        );
        AssertRefused(TinyFolder.Bert().Without("model.onnx"), "neither model.onnx nor onnx/model.onnx");
        AssertRefused(TinyFolder.Bert().Without("vocab.txt"), "no tokenizer");
    }

    [Fact]
    public void Damaged_files_are_named()
    {
        AssertRefused(TinyFolder.Bert().With("model.onnx", "not a model"), "model.onnx: cannot be loaded");
        AssertRefused(TinyFolder.Bert().With("model.onnx", []), "model.onnx: cannot be loaded");
        AssertRefused(TinyFolder.XlmR().With("sentencepiece.bpe.model", [255, 255, 255]), "sentencepiece.bpe.model: cannot be read");
        AssertRefused(TinyFolder.Bert().With("vocab.txt", "дом\n"), "vocab.txt: cannot be read");
        AssertRefused(TinyFolder.XlmRTokenizerJson().With("tokenizer.json", "{"), "tokenizer.json: not JSON");
        AssertRefused(TinyFolder.XlmRTokenizerJson().With("tokenizer.json", "{}"), "tokenizer.json: cannot be read");
        AssertRefused(TinyFolder.Bert().With("1_Pooling/config.json", "[]"), "must be a JSON object");
        AssertRefused(TinyFolder.Bert().With("modules.json", "{}"), "modules.json: must be a list");
    }

    [Fact]
    public void What_is_not_supported_is_refused_before_anything_is_embedded()
    {
        AssertRefused(
            TinyFolder.Bert().With("1_Pooling/config.json", """{"pooling_mode_max_tokens": true}"""),
            "pooling_mode_max_tokens is not supported"
        );
        AssertRefused(
            TinyFolder.Bert().With("1_Pooling/config.json", """{"pooling_mode_cls_token": true, "pooling_mode_mean_tokens": true}"""),
            "is not supported"
        );
        AssertRefused(
            TinyFolder.Bert().With("modules.json", """[{"type": "sentence_transformers.models.Dense"}]"""),
            "sentence_transformers.models.Dense"
        );
        AssertRefused(TinyFolder.XlmRTokenizerJson().With("tokenizer.json", """{"model": {"type": "BPE", "vocab": {}}}"""), "type BPE");
        AssertRefused(TinyFolder.Bert().With("sentence_bert_config.json", """{"max_seq_length": 2}"""), "2 tokens");
    }

    [Fact]
    public void Inputs_and_outputs_of_another_kind_are_refused()
    {
        AssertRefused(
            TinyFolder.Bert().With(new TinyModel(TinyFolder.BertTable) { Inputs = ["input_ids", "pixel_values"] }),
            "pixel_values"
        );
        AssertRefused(TinyFolder.Bert().With(new TinyModel(TinyFolder.BertTable) { Inputs = ["attention_mask"] }), "no input 'input_ids'");
        AssertRefused(TinyFolder.Bert().With(new TinyModel(TinyFolder.BertTable) { IdsType = 6 }), "as Int32");
    }

    [Fact]
    public async Task Dimensions_that_disagree_are_an_error()
    {
        const string five = """{"word_embedding_dimension": 5, "pooling_mode_mean_tokens": true}""";
        AssertRefused(TinyFolder.Bert().With("1_Pooling/config.json", five), "3 dimensions, but 1_Pooling/config.json says 5");
        await AssertFailsAsync(
            TinyFolder.Bert().With(new TinyModel(TinyFolder.BertTable) { HidesLength = true }).With("1_Pooling/config.json", five),
            "3 dimensions where 5 are expected"
        );
    }

    [Theory]
    [InlineData(float.NaN, "not finite")]
    [InlineData(float.PositiveInfinity, "not finite")]
    public async Task A_vector_that_is_not_finite_is_an_error(float bad, string because)
    {
        float[][] table = [.. TinyFolder.BertTable];
        table[4] = [bad, 0, 0];

        await AssertFailsAsync(TinyFolder.Bert().With(new TinyModel(table)), because);
    }

    [Fact]
    public async Task A_zero_vector_is_an_error()
    {
        float[][] table = [.. TinyFolder.BertTable.Select(_ => new float[3])];

        await AssertFailsAsync(TinyFolder.Bert().With(new TinyModel(table)), "is zero");
    }

    [Fact]
    public async Task A_tokenizer_of_another_model_is_an_error()
    {
        // «дом» has the id 4, beyond a table of three rows.
        await AssertFailsAsync(TinyFolder.Bert().With(new TinyModel(TinyFolder.BertTable[..4])), "tokenizer");
    }
}
