namespace CompiledRules.Hosting.Output;

/// <summary>What stands behind a sink: the store of results that it does not have yet, and the place for what it will not have.</summary>
internal interface ISinkBackstop
{
    /// <summary>Reads results back that wait for the sink; null where there are none of the number.</summary>
    /// <exception cref="IOException">The store cannot be read.</exception>
    IReadOnlyList<IReadOnlyList<SqlObject>>? Load(SinkWriter sink, long number);

    /// <summary>The sink has the results, or has refused them.</summary>
    /// <exception cref="IOException">The store cannot be written.</exception>
    void OnTransferred(SinkWriter sink, long number);

    /// <summary>The sink or the format has refused a message.</summary>
    void OnRefused(SinkWriter sink, string error, SqlValue data);
}
