namespace CompiledRules.Connectors.Mqtt;

/// <summary>Tells the observers of one source what happens to the connection that it shares.</summary>
internal sealed class StatusForward(ConnectionStatusFeed target) : IObserver<ConnectionStatus>
{
    public void OnNext(ConnectionStatus value) => target.Set(value.State, value.Error);

    public void OnError(Exception error)
    {
    }

    public void OnCompleted()
    {
    }
}
