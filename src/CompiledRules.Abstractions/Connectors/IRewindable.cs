using System.Buffers;

namespace CompiledRules;

/// <summary>A source that can go back to a place in what it has given: what a rule with <c>qos</c> 1 or 2 needs to lose nothing when its process is killed.</summary>
/// <remarks>
/// The host keeps the place of each source together with the state of the rule, in one transaction, and gives it back when the rule starts again. Only the source
/// knows what the bytes mean: an offset, offsets by partition, the last value of an index column. They should be few, and begin with a version, since a later release
/// of the source reads them.
/// <para>
/// A place stands behind an event, never inside one: a message of the source that becomes several rows is one event. A source whose past is gone, such as a socket,
/// does not implement this; what comes while the rule is away is lost to it.
/// </para>
/// </remarks>
public interface IRewindable
{
    /// <summary>Writes the place behind the event that is being handed in, or, where the source has ended, its end.</summary>
    /// <remarks>Called inside the observer's <c>OnNext</c> or <c>OnCompleted</c>, on the thread of that call, and for each event: it should cost no allocation.</remarks>
    void WritePosition(IBufferWriter<byte> position);

    /// <summary>Makes the next subscription begin behind the event at which <paramref name="position"/> was written.</summary>
    /// <remarks>Called before a subscription begins, never during one; also before the subscription that follows a lost connection.</remarks>
    /// <exception cref="SqlException">What was given up to there can no longer be told from what was not, such as when a file has been replaced; the message says what was
    /// found. The source then begins as if there were no position.</exception>
    void Rewind(ReadOnlySpan<byte> position);

    /// <summary>Tells that no earlier place than <paramref name="position"/> will be asked for, since it is on disk: a group's offset can be committed, a file that was read be deleted.</summary>
    /// <remarks>May come from any thread, also while events are handed in.</remarks>
    void Release(ReadOnlySpan<byte> position)
    {
    }
}
