namespace ModelLab.Testing.Onnx;

/// <summary>
/// An ONNX model (onnx.proto, opset 12) that looks token vectors up in a table: <c>last_hidden_state[b, t] = table[input_ids[b, t]]</c>.
/// </summary>
public sealed record TinyModel(float[][] Table)
{
    private const int FloatType = 1;
    private const int Int64Type = 7;
    private const int BoolType = 9;

    public string[] Inputs { get; init; } = ["input_ids", "attention_mask"];

    public int IdsType { get; init; } = Int64Type;

    public string Output { get; init; } = "last_hidden_state";

    /// <summary>Adds to every vector how many tokens the attention mask shows.</summary>
    public bool AddsMaskSum { get; init; }

    /// <summary>Whether the model takes the first token's vector itself and so gives one a text.</summary>
    public bool Pools { get; init; }

    /// <summary>Whether the length of its vectors is only known once it runs.</summary>
    public bool HidesLength { get; init; }

    public byte[] ToArray()
    {
        var graph = new Protobuf().Text(2, "tiny").Message(5, Tensor("table"));
        var last = Inputs.Contains("input_ids") ? "input_ids" : Inputs[0];
        graph.Message(1, Node("Gather", ["table", last], AddsMaskSum || Pools || HidesLength ? "looked_up" : Output));
        if (AddsMaskSum)
        {
            graph
                .Message(1, Node("Cast", ["attention_mask"], "mask", Attribute("to", FloatType)))
                .Message(1, Node("ReduceSum", ["mask"], "sum", Attribute("axes", [1L]), Attribute("keepdims", 1)))
                .Message(1, Node("Unsqueeze", ["sum"], "wide", Attribute("axes", [2L])))
                .Message(1, Node("Add", ["looked_up", "wide"], Output));
        }
        if (Pools)
        {
            graph
                .Message(5, new Protobuf().Number(2, Int64Type).Bytes(9, BitConverter.GetBytes(0L)).Text(8, "zero"))
                .Message(1, Node("Gather", ["looked_up", "zero"], Output, Attribute("axis", 1)));
        }
        if (HidesLength)
        {
            // Keeps every component, which nobody can know without running it.
            graph
                .Message(
                    5,
                    new Protobuf()
                        .Number(1, Table[0].Length)
                        .Number(2, BoolType)
                        .Bytes(9, [.. Table[0].Select(_ => (byte)1)])
                        .Text(8, "all")
                )
                .Message(1, Node("Compress", ["looked_up", "all"], Output, Attribute("axis", 2)));
        }
        graph.Each(Inputs, (g, input) => g.Message(11, Value(input, input == "input_ids" ? IdsType : Int64Type, null, "batch", "length")));
        graph.Message(
            12,
            Pools
                ? Value(Output, FloatType, Table[0].Length, "batch")
                : Value(Output, FloatType, HidesLength ? null : Table[0].Length, "batch", "length")
        );
        return new Protobuf().Number(1, 7).Message(8, new Protobuf().Text(1, "").Number(2, 12)).Message(7, graph).ToArray();
    }

    private Protobuf Tensor(string name) =>
        new Protobuf()
            .Number(1, Table.Length)
            .Number(1, Table[0].Length)
            .Number(2, FloatType)
            .Text(8, name)
            .Bytes(9, [.. Table.SelectMany(row => row).SelectMany(BitConverter.GetBytes)]);

    private static Protobuf Node(string type, string[] inputs, string output, params Protobuf[] attributes) =>
        new Protobuf().Each(inputs, (n, i) => n.Text(1, i)).Text(2, output).Text(4, type).Each(attributes, (n, a) => n.Message(5, a));

    private static Protobuf Attribute(string name, long value) => new Protobuf().Text(1, name).Number(3, value).Number(20, 2);

    private static Protobuf Attribute(string name, long[] values) =>
        new Protobuf().Text(1, name).Each(values, (a, v) => a.Number(8, v)).Number(20, 7);

    private Protobuf Value(string name, int type, int? length, params string[] dynamic)
    {
        var shape = new Protobuf().Each(dynamic, (s, d) => s.Message(1, new Protobuf().Text(2, d)));
        if (length is { } fixedLength)
            shape.Message(1, new Protobuf().Number(1, fixedLength));
        else if (name == Output)
            shape.Message(1, new Protobuf().Text(2, "hidden"));
        return new Protobuf().Text(1, name).Message(2, new Protobuf().Message(1, new Protobuf().Number(1, type).Message(2, shape)));
    }
}
