using System.Buffers;
using System.Buffers.Binary;
using System.Text;

namespace CompiledRules.Hosting.Tests;

/// <summary>Gives rows with a <c>a</c> of 1, 2, 3 … when the test says so, and can go back.</summary>
internal sealed class NumberedSource : ISource<SourceMessage>, IRewindable, IDisposable
{
    private IObserver<SourceMessage>? _observer;
    private long _next = 1;

    public List<long> Released { get; } = [];

    public IDisposable Subscribe(IObserver<SourceMessage> observer)
    {
        _observer = observer;
        return this;
    }

    public void Give(int count)
    {
        for (; count > 0; count--)
            _observer!.OnNext(new SourceMessage(Encoding.UTF8.GetBytes($$"""{"a": {{_next++}}}""")));
    }

    public void End() => _observer!.OnCompleted();

    public void WritePosition(IBufferWriter<byte> position)
    {
        BinaryPrimitives.WriteInt64LittleEndian(position.GetSpan(8), _next);
        position.Advance(8);
    }

    public void Rewind(ReadOnlySpan<byte> position) => _next = BinaryPrimitives.ReadInt64LittleEndian(position);

    public void Release(ReadOnlySpan<byte> position) => Released.Add(BinaryPrimitives.ReadInt64LittleEndian(position));

    public void Dispose()
    {
    }
}
