namespace CompiledRules;

/// <summary>Brings events in from outside.</summary>
/// <remarks>
/// One instance serves one stream. The runtime subscribes once, after it has set every property named in the stream's <c>WITH</c> clause,
/// and disposes the subscription, and then the source where it is disposable, when the last rule that reads the stream stops: each once.
/// <list type="bullet">
/// <item><c>OnNext</c> may come from any thread, one call at a time.</item>
/// <item><c>OnError</c> means the connection is lost: the runtime subscribes again, waiting 1 s, 2 s, 4 s … at most 60 s.</item>
/// <item><c>OnCompleted</c> means the stream has ended; rules flush their windows and stop.</item>
/// </list>
/// A source that can tell more about its connection implements <see cref="IConnectionStatus"/> too.
/// </remarks>
/// <typeparam name="T">
/// <see cref="SourceMessage"/> for bytes that the stream's format decodes, <see cref="SourceRow"/> for rows, or a type of the plugin's own,
/// whose public properties become columns.
/// </typeparam>
public interface ISource<out T> : IObservable<T>;
