namespace CompiledRules;

/// <summary>What a source or sink tells of its connection, for the rule's status and for metrics.</summary>
public interface IConnectionStatus
{
    ConnectionStatus Status { get; }

    /// <summary>Every change, in order, from any thread; a new observer hears the present status first.</summary>
    IObservable<ConnectionStatus> StatusChanges { get; }
}

/// <param name="State">Where the connection stands.</param>
/// <param name="Error">Why it was lost or could not be made; null while it stands.</param>
public readonly record struct ConnectionStatus(ConnectionState State, string? Error = null);

public enum ConnectionState
{
    Connecting,
    Connected,
    Disconnected,
}
