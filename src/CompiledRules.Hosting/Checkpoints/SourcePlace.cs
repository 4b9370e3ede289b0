using System.Buffers;

namespace CompiledRules.Hosting.Checkpoints;

/// <summary>How far a source that can go back has come: always the place behind what the rule's loop has been given.</summary>
/// <remarks>Whoever holds the gate sees both stand still.</remarks>
internal sealed class SourcePlace(IRewindable source)
{
    private readonly ArrayBufferWriter<byte> _position = new();

    public Lock Gate { get; } = new();

    /// <summary>The place, or null before the first event.</summary>
    public byte[]? Position
    {
        get
        {
            lock (Gate)
                return _position.WrittenCount == 0 ? null : _position.WrittenSpan.ToArray();
        }
    }

    /// <summary>Hands an event on and moves the place behind it, unless the loop takes no more. Called inside the source's call of its observer.</summary>
    public void Pass(Func<SourceItem, bool> post, SourceItem item)
    {
        lock (Gate)
        {
            if (!post(item))
                return;

            _position.ResetWrittenCount();
            source.WritePosition(_position);
        }
    }

    /// <summary>Before a subscription: takes the source back to the place.</summary>
    /// <exception cref="SqlException">The source no longer knows the place.</exception>
    public void Rewind()
    {
        if (_position.WrittenCount == 0)
            return;

        try
        {
            source.Rewind(_position.WrittenSpan);
        }
        catch (SqlException)
        {
            _position.ResetWrittenCount();
            throw;
        }
    }

    /// <summary>Sets the place from which the first subscription goes on.</summary>
    public void Begin(ReadOnlySpan<byte> position)
    {
        _position.ResetWrittenCount();
        _position.Write(position);
    }

    public void Release(ReadOnlySpan<byte> position) => source.Release(position);
}
