namespace CompiledRules;

/// <summary>A sink that writes all the results between two checkpoints as one, together with a mark of having done so: what <c>qos</c> 2 needs to deliver each result exactly once.</summary>
/// <remarks>
/// The host keeps the results of a transaction on disk until the sink has taken it. After a crash it hands in the same transaction once more, since it cannot know
/// how far the sink had come; the sink knows by the mark.
/// <para>A sink that is none of these is given the messages one by one, and some of them twice after a crash.</para>
/// </remarks>
/// <typeparam name="T">As in <see cref="ISink{T}"/>; messages are valid only until the call's task ends.</typeparam>
public interface ITransactionalSink<T> : ISink<T>
{
    /// <summary>Writes the messages and puts the transaction's number in the place of its writer's mark, all or nothing. Does nothing where the mark is not smaller than the number.</summary>
    /// <returns>The messages that can never be written, such as those that break a constraint; the others are written. Empty where all are.</returns>
    /// <exception cref="IOException">The other side cannot be reached; nothing is written, and the transaction comes again.</exception>
    ValueTask<IReadOnlyList<RefusedMessage>> WriteAsync(SinkTransaction<T> transaction, CancellationToken cancellation);
}

/// <summary>The results of one rule for one sink between two checkpoints.</summary>
/// <param name="Writer">Whose mark it is. Differs between rules, between the sinks of a rule and between a rule and another one of the same name later.</param>
/// <param name="Number">Grows with each transaction of a writer, from 1; not always by one.</param>
/// <param name="Messages">In order.</param>
public sealed record SinkTransaction<T>(string Writer, long Number, IReadOnlyList<SinkEntry<T>> Messages);

/// <param name="Message">What to write.</param>
/// <param name="Properties">The text of each dynamic property for this message, as in <see cref="IDynamicSink{T}"/>; empty where there are none.</param>
public readonly record struct SinkEntry<T>(T Message, IReadOnlyDictionary<string, string> Properties);

/// <param name="Index">Index into <see cref="SinkTransaction{T}.Messages"/>.</param>
/// <param name="Error">Why the message can never be written.</param>
public readonly record struct RefusedMessage(int Index, Exception Error);
