namespace CompiledRules.Formats;

/// <summary>Turns one message into rows. One instance serves one stream; calls must not overlap.</summary>
public interface IRowDecoder
{
    /// <summary>Appends the rows of <paramref name="message"/>. Input that cannot be read is appended to <see cref="DecodedRows.Errors"/>, never thrown.</summary>
    /// <param name="message">The rows may keep slices of its payload.</param>
    /// <param name="timestamp">Milliseconds since the Unix epoch, for every row.</param>
    /// <param name="rows">Takes rows and errors.</param>
    void Decode(SourceMessage message, long timestamp, DecodedRows rows);
}
