using System.Security.Cryptography;
using Microsoft.Extensions.AI;
using Microsoft.ML.OnnxRuntime;
using Microsoft.ML.OnnxRuntime.Tensors;
using ModelLab.Core;

namespace ModelLab.Knowledge.Embedders;

/// <summary>
/// <c>onnx:FOLDER</c>: a sentence-transformer that was exported to ONNX, run on the CPU. Tokenizer, pooling, prefixes and the longest input
/// come from
/// the folder's own files; vectors are always normalised to length 1.
/// </summary>
/// <remarks>
/// Texts are run in batches of like length, shorter ones padded and masked. The batch a text is in may change its vector in the last
/// digits,
/// as sums are then taken in another order.
/// </remarks>
public sealed class OnnxEmbedder : IEmbedder
{
    /// <summary>What names begin with.</summary>
    public const string Prefix = "onnx:";

    private const int BatchTexts = 32;
    private const string Ids = "input_ids";
    private const string Mask = "attention_mask";
    private const string Types = "token_type_ids";

    private static readonly string[] TokenOutputs = ["last_hidden_state", "token_embeddings"];

    private readonly OnnxFolder _folder;
    private readonly OnnxTokenizer _tokenizer;
    private readonly InferenceSession _session;
    private readonly string[] _inputs;
    private readonly string _output;
    private readonly bool _pooled;

    private OnnxEmbedder(
        OnnxFolder folder,
        OnnxTokenizer tokenizer,
        InferenceSession session,
        string[] inputs,
        (string Name, bool Pooled, int? Dimensions) output
    )
    {
        (_folder, _tokenizer, _session, _inputs) = (folder, tokenizer, session, inputs);
        (_output, _pooled, Dimensions) = output;
        Identity = FormattableString.Invariant(
            $"{Prefix}sha256={Hash(folder, tokenizer)};pooling={(_pooled ? "model" : folder.Pooling.ToString())};max_tokens={folder.MaxTokens};query='{folder.QueryPrefix}';passage='{folder.PassagePrefix}'{tokenizer.Revision}"
        );
    }

    /// <inheritdoc />
    public string Identity { get; }

    /// <inheritdoc />
    public int? Dimensions { get; private set; }

    /// <summary>Loads a model.</summary>
    /// <param name="folder">The folder: <c>model.onnx</c> or <c>onnx/model.onnx</c>, a tokenizer, configuration files.</param>
    /// <exception cref="BadInputException">Something is missing, damaged or not supported; the message says what.</exception>
    public static OnnxEmbedder Load(string folder)
    {
        var settings = OnnxFolder.Read(folder);
        var tokenizer = OnnxTokenizer.Read(folder);
        InferenceSession? session = null;
        try
        {
            // What goes wrong is in the exception; the runtime need not write it to the screen as well.
            using var options = new SessionOptions { LogSeverityLevel = OrtLoggingLevel.ORT_LOGGING_LEVEL_FATAL };
            session = new InferenceSession(settings.Model, options);
            return new OnnxEmbedder(settings, tokenizer, session, InputsOf(settings, session), OutputOf(settings, session));
        }
        catch (TypeInitializationException e) when (e.InnerException is DllNotFoundException)
        {
            throw new BadInputException(
                $"{Prefix}{folder}: this build comes without ONNX Runtime, which is two thirds of all packages: start with 'dotnet "
                    + $"run -c Release --project src/ModelLab.Cli -- …', which brings it",
                e
            );
        }
        catch (OnnxRuntimeException e)
        {
            session?.Dispose();
            throw new BadInputException($"{settings.Model}: cannot be loaded ({e.Message.ReplaceLineEndings(" ")}): export it again", e);
        }
        catch
        {
            session?.Dispose();
            throw;
        }
    }

    /// <inheritdoc />
    /// <exception cref="BadInputException">The model gave something other than finite vectors of one length.</exception>
    public Task<GeneratedEmbeddings<Embedding<float>>> GenerateAsync(
        IEnumerable<string> values,
        EmbeddingGenerationOptions? options = null,
        CancellationToken cancellationToken = default
    )
    {
        var prefix = EmbeddingOptions.KindOf(options) == TextKind.Query ? _folder.QueryPrefix : _folder.PassagePrefix;
        return Task.Run(
            () =>
            {
                var texts = values.Select(text => _tokenizer.Encode(prefix + text, _folder.MaxTokens)).ToArray();
                var embeddings = new Embedding<float>[texts.Length];
                foreach (var batch in Enumerable.Range(0, texts.Length).OrderBy(i => texts[i].Length).ThenBy(i => i).Chunk(BatchTexts))
                {
                    cancellationToken.ThrowIfCancellationRequested();
                    Run(texts, batch, embeddings);
                }
                return new GeneratedEmbeddings<Embedding<float>>(embeddings);
            },
            cancellationToken
        );
    }

    /// <inheritdoc />
    public object? GetService(Type serviceType, object? serviceKey = null) =>
        serviceKey is null && serviceType.IsInstanceOfType(this) ? this : null;

    /// <inheritdoc />
    public void Dispose() => _session.Dispose();

    private void Run(long[][] texts, int[] batch, Embedding<float>[] embeddings)
    {
        var length = batch.Max(i => texts[i].Length);
        var ids = new long[batch.Length * length];
        var mask = new long[ids.Length];
        Array.Fill(ids, _tokenizer.PadId);
        for (var row = 0; row < batch.Length; row++)
        {
            var text = texts[batch[row]];
            text.CopyTo(ids, row * length);
            mask.AsSpan(row * length, text.Length).Fill(1);
        }
        long[] shape = [batch.Length, length];
        using var inputs = new DisposableList<OrtValue>(
            _inputs.Select(name =>
                OrtValue.CreateTensorValueFromMemory(
                    name switch
                    {
                        Ids => ids,
                        Mask => mask,
                        _ => new long[ids.Length],
                    },
                    shape
                )
            )
        );
        using var options = new RunOptions();
        using var outputs = RunSession(options, inputs);
        var dimensions = CheckShape(outputs[0].GetTensorTypeAndShape().Shape, batch.Length, length);
        var all = outputs[0].GetTensorDataAsSpan<float>();
        for (var row = 0; row < batch.Length; row++)
        {
            var tokens = _pooled ? 1 : length;
            var used = _pooled || _folder.Pooling == Pooling.Cls ? 1 : texts[batch[row]].Length;
            embeddings[batch[row]] = new Embedding<float>(
                UnitMean(all.Slice(row * tokens * dimensions, used * dimensions), dimensions, batch[row])
            );
        }
    }

    private IDisposableReadOnlyCollection<OrtValue> RunSession(RunOptions options, DisposableList<OrtValue> inputs)
    {
        try
        {
            return _session.Run(options, _inputs, inputs, [_output]);
        }
        catch (OnnxRuntimeException e)
        {
            throw new BadInputException(
                $"{_folder.Model}: fails on its input ({e.Message.ReplaceLineEndings(" ")}): is {_tokenizer.File} this model's tokenizer?",
                e
            );
        }
    }

    private int CheckShape(long[] shape, int texts, int length)
    {
        long[] expected = _pooled ? [texts, shape[^1]] : [texts, length, shape[^1]];
        if (!shape.SequenceEqual(expected) || shape[^1] is < 1 or > int.MaxValue)
            throw new BadInputException(
                $"{_folder.Model}: '{_output}' has the shape [{string.Join(", ", shape)}] for {texts} texts of {length} tokens: "
                    + $"export the model with dynamic axes"
            );
        var dimensions = (int)shape[^1];
        if (Dimensions is { } known && known != dimensions)
            throw new BadInputException(
                $"{_folder.Model}: gives vectors of {dimensions} dimensions where {known} are expected: model and "
                    + $"1_Pooling/config.json do not belong together"
            );
        Dimensions = dimensions;
        return dimensions;
    }

    private float[] UnitMean(ReadOnlySpan<float> tokens, int dimensions, int text)
    {
        var sum = new double[dimensions];
        for (var i = 0; i < tokens.Length; i++)
            sum[i % dimensions] += tokens[i];
        var norm = Math.Sqrt(sum.Sum(x => x * x));
        if (!double.IsFinite(norm) || norm == 0)
            throw new BadInputException(
                $"{_folder.Model}: text {text} has a vector that is {(norm == 0 ? "zero" : "not finite (NaN or infinite)")}: the "
                    + $"model is damaged or needs another precision"
            );
        return Array.ConvertAll(sum, x => (float)(x / norm));
    }

    private static string[] InputsOf(OnnxFolder folder, InferenceSession session)
    {
        foreach (var (name, input) in session.InputMetadata)
        {
            if (name is not (Ids or Mask or Types))
                throw new BadInputException(
                    $"{folder.Model}: wants the input '{name}', which is not supported: export a text encoder with {Ids}, {Mask} and "
                        + $"{Types}"
                );
            if (input.ElementDataType != TensorElementType.Int64)
                throw new BadInputException(
                    $"{folder.Model}: wants '{name}' as {input.ElementDataType}: export it with 64-bit whole numbers"
                );
        }
        return session.InputMetadata.ContainsKey(Ids)
            ? [.. session.InputMetadata.Keys]
            : throw new BadInputException($"{folder.Model}: has no input '{Ids}': export a text encoder");
    }

    // The vectors of tokens where there are any; else a vector a text, which the model has pooled itself.
    private static (string, bool, int?) OutputOf(OnnxFolder folder, InferenceSession session)
    {
        var ofTokens = session
            .OutputMetadata.Where(o => o.Value.Dimensions.Length == 3)
            .OrderBy(o => Array.IndexOf(TokenOutputs, o.Key) is var i and >= 0 ? i : TokenOutputs.Length)
            .ToArray();
        var ofTexts = session
            .OutputMetadata.Where(o => o.Value.Dimensions.Length == 2)
            .OrderBy(o => o.Key == "sentence_embedding" ? 0 : 1)
            .ToArray();
        if (ofTokens.Length == 0 && ofTexts.Length == 0)
            throw new BadInputException(
                $"{folder.Model}: gives neither token vectors nor text vectors (outputs: "
                    + $"{string.Join(", ", session.OutputMetadata.Keys)}): export a text encoder"
            );
        var (name, output) = ofTokens.Concat(ofTexts).First();
        if (output.ElementDataType != TensorElementType.Float)
            throw new BadInputException($"{folder.Model}: gives '{name}' as {output.ElementDataType}: export it with 32-bit floats");
        var stated = output.Dimensions[^1] > 0 ? output.Dimensions[^1] : (int?)null;
        if (stated is { } own && folder.Dimensions is { } configured && own != configured)
            throw new BadInputException(
                $"{folder.Model}: gives vectors of {own} dimensions, but 1_Pooling/config.json says {configured}: they do not belong "
                    + $"together"
            );
        return (name, ofTokens.Length == 0, stated ?? folder.Dimensions);
    }

    private static string Hash(OnnxFolder folder, OnnxTokenizer tokenizer)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        // Large models keep their weights in a file beside the graph.
        string[] files = [folder.Model, folder.Model + "_data", .. tokenizer.Files];
        foreach (var file in files.Where(File.Exists))
        {
            using var stream = File.OpenRead(file);
            hash.AppendData(SHA256.HashData(stream));
        }
        return Convert.ToHexStringLower(hash.GetHashAndReset())[..16];
    }

    private sealed class DisposableList<T>(IEnumerable<T> items) : List<T>(items), IDisposable
        where T : IDisposable
    {
        public void Dispose() => ForEach(item => item.Dispose());
    }
}
