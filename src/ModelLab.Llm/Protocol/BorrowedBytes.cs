using System.Buffers;

namespace ModelLab.Llm.Protocol;

/// <summary>Bytes gathered in an array that is borrowed from the shared pool and goes back when this is disposed.</summary>
internal sealed class BorrowedBytes(int size) : IBufferWriter<byte>, IDisposable
{
    private byte[]? _bytes = ArrayPool<byte>.Shared.Rent(size);
    private int _length;

    public ReadOnlyMemory<byte> Written => Bytes.AsMemory(0, _length);

    public int Length => _length;

    private byte[] Bytes => _bytes ?? throw new ObjectDisposedException(nameof(BorrowedBytes));

    public void Advance(int count) => _length += count;

    public Memory<byte> GetMemory(int sizeHint = 0)
    {
        Reserve(Math.Max(sizeHint, 1));
        return Bytes.AsMemory(_length);
    }

    public Span<byte> GetSpan(int sizeHint = 0) => GetMemory(sizeHint).Span;

    public void Dispose()
    {
        if (Interlocked.Exchange(ref _bytes, null) is { } bytes)
            ArrayPool<byte>.Shared.Return(bytes);
    }

    private void Reserve(int more)
    {
        if (_length + more <= Bytes.Length)
            return;
        var larger = ArrayPool<byte>.Shared.Rent(Math.Max(_length + more, 2 * _length));
        Written.CopyTo(larger);
        ArrayPool<byte>.Shared.Return(Bytes);
        _bytes = larger;
    }
}
