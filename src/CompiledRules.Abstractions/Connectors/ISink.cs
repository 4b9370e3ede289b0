namespace CompiledRules;

/// <summary>Takes a rule's results out.</summary>
/// <remarks>
/// One instance serves one rule. Calls never overlap: <see cref="ConnectAsync"/> once, then <see cref="WriteAsync"/> for each message, in order, then disposal.
/// An <see cref="IOException"/> means the other side cannot be reached: the runtime keeps the message and tries again where the rule asks for it.
/// Any other exception is final for that message, which is counted and dropped.
/// </remarks>
/// <typeparam name="T">
/// <see cref="ReadOnlyMemory{T}"/> of bytes for messages that the rule's format has encoded, valid only until the call's task ends;
/// or <see cref="SqlValue"/> for an object, or an array of objects, as the rule made it.
/// </typeparam>
public interface ISink<in T> : IAsyncDisposable
{
    ValueTask ConnectAsync(CancellationToken cancellation);

    ValueTask WriteAsync(T message, CancellationToken cancellation);
}

/// <summary>A sink with properties that follow the data: those whose text holds <c>{{ … }}</c>, named by <see cref="ConnectorOptions.DynamicNames"/>.</summary>
public interface IDynamicSink<in T> : ISink<T>
{
    /// <summary>Writes with the properties' values for this one message.</summary>
    /// <param name="message">As in <see cref="ISink{T}.WriteAsync"/>.</param>
    /// <param name="properties">The text of each dynamic property, by its name in <see cref="ConnectorOptions.DynamicNames"/>; found without regard to case.</param>
    /// <param name="cancellation">Ends the wait, not necessarily the delivery.</param>
    ValueTask WriteAsync(T message, IReadOnlyDictionary<string, string> properties, CancellationToken cancellation);
}
