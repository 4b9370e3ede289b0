namespace CompiledRules.Hosting.Output;

/// <summary>How messages are handed to a sink. Read from the options that every sink takes.</summary>
/// <param name="BatchSize">Rows that are gathered into one collection; 0 for as many as come within <paramref name="Linger"/>.</param>
/// <param name="Linger">How long the first row of a collection may wait for others; zero for until it is full.</param>
/// <param name="ResendInterval">From one attempt to the next while the sink cannot be reached; null for growing pauses.</param>
public sealed record SinkDelivery(int BatchSize, TimeSpan Linger, TimeSpan? ResendInterval)
{
    private static readonly TimeSpan s_resendIntervalOfCache = TimeSpan.FromMilliseconds(100);

    /// <summary>Whether rows are gathered at all.</summary>
    public bool IsBatching => BatchSize > 1 || Linger > TimeSpan.Zero;

    /// <summary>What is kept while the sink cannot be reached; null where only the queue is.</summary>
    public SinkCache? Cache { get; private init; }

    /// <exception cref="OptionException">An option has a value that cannot be used.</exception>
    public static SinkDelivery Read(ConnectorOptions options)
    {
        var cache = SinkCache.Read(options);
        var resend = options.GetDuration("resendInterval", TimeSpan.Zero);
        return new SinkDelivery(
            (int)options.GetInteger("batchSize", 0, 0, int.MaxValue),
            options.GetDuration("lingerInterval", TimeSpan.Zero),
            resend > TimeSpan.Zero ? resend : cache is null ? null : s_resendIntervalOfCache)
        {
            Cache = cache,
        };
    }
}
