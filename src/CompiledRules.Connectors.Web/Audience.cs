using System.Collections.Immutable;
using System.Threading.Channels;

namespace CompiledRules.Connectors.Web;

/// <summary>The clients that hear what a sink sends. One that is slow loses its oldest messages, and holds nobody up.</summary>
internal sealed class Audience
{
    private const int MessagesPerClient = 1024;

    private ImmutableArray<Channel<byte[]>> _clients = [];

    public int Count => _clients.Length;

    public Channel<byte[]> Join()
    {
        var client = Channel.CreateBounded<byte[]>(new BoundedChannelOptions(MessagesPerClient) { FullMode = BoundedChannelFullMode.DropOldest, SingleReader = true });
        ImmutableInterlocked.Update(ref _clients, static (clients, added) => clients.Add(added), client);
        return client;
    }

    public void Leave(Channel<byte[]> client)
    {
        ImmutableInterlocked.Update(ref _clients, static (clients, removed) => clients.Remove(removed), client);
        client.Writer.TryComplete();
    }

    public void Send(byte[] message)
    {
        foreach (var client in _clients)
            client.Writer.TryWrite(message);
    }

    /// <summary>Ends the connection of every client, behind what it has still to hear.</summary>
    public void Dismiss()
    {
        foreach (var client in _clients)
            client.Writer.TryComplete();
    }
}
