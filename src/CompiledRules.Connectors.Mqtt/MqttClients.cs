namespace CompiledRules.Connectors.Mqtt;

/// <summary>The connections that several sources and sinks share. May be used from any thread.</summary>
internal sealed class MqttClients
{
    private readonly Lock _gate = new();
    private readonly Dictionary<(string Selector, string Server), (MqttShare Share, int Count)> _shares = [];

    /// <summary>A connection to use until it is given back. It is not begun yet, unless somebody shares it.</summary>
    public MqttShare Rent(MqttSettings settings, TimeProvider time)
    {
        if (settings.Selector is not { } selector)
            return new MqttShare(settings, time);

        lock (_gate)
        {
            var key = (selector, settings.Server);
            var (share, count) = _shares.TryGetValue(key, out var known) ? known : (new MqttShare(settings, time), 0);
            _shares[key] = (share, count + 1);
            return share;
        }
    }

    /// <summary>Closes the connection where nobody else uses it.</summary>
    public ValueTask ReturnAsync(MqttShare share)
    {
        lock (_gate)
        {
            if (_shares.FirstOrDefault(entry => entry.Value.Share == share) is { Value.Share: not null } found)
            {
                if (found.Value.Count > 1)
                {
                    _shares[found.Key] = (share, found.Value.Count - 1);
                    return default;
                }

                _shares.Remove(found.Key);
            }
        }

        return share.DisposeAsync();
    }
}
