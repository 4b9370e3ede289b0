namespace CompiledRules;

/// <summary>A source that is asked, at once and then at the times of its <c>interval</c> option; an interval of 0 asks once, and the stream ends then.</summary>
/// <remarks>
/// Calls never overlap: a time that comes while a call runs is passed over. An exception loses the connection as <c>OnError</c> of an <see cref="ISource{T}"/> does:
/// the source is asked again after 1 s, 2 s, 4 s … at most 60 s. Calls may come from any thread; disposal of the source, where it is disposable, comes after the last one.
/// </remarks>
/// <typeparam name="T">As in <see cref="ISource{T}"/>.</typeparam>
public interface IPullSource<out T>
{
    /// <summary>What there is now.</summary>
    /// <param name="time">The time it is asked for, a multiple of the interval from the first one on.</param>
    /// <param name="cancellation">Signalled when the last rule that reads the stream stops.</param>
    IAsyncEnumerable<T> PullAsync(DateTimeOffset time, CancellationToken cancellation);
}
