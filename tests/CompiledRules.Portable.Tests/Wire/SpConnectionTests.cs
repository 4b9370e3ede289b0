using System.Net.Sockets;
using System.Text;
using CompiledRules.Portable.Sdk.Wire;

namespace CompiledRules.Portable.Tests.Wire;

[TestFixture]
internal sealed class SpConnectionTests
{
    private SocketFolder _sockets = null!;

    [SetUp]
    public void SetUp() => _sockets = new SocketFolder();

    [TearDown]
    public void TearDown() => _sockets.Dispose();

    [Test]
    public async Task Message_goes_out_as_type_length_and_body()
    {
        var (raw, connection) = await RawPeerOfAsync(SpProtocol.Push, "0053500000510000");
        using var both = raw;

        await connection.SendAsync("""{"a":1}"""u8.ToArray());

        Assert.That(Read(raw, 8 + 16), Is.EqualTo("0053500000500000" + "0100000000000000077b2261223a317d"));
        connection.Dispose();
    }

    [Test]
    public async Task Request_comes_in_with_its_id()
    {
        var (raw, connection) = await RawPeerOfAsync(SpProtocol.Reply, "0053500000300000" + "01000000000000000d" + "a4369821" + "68616e647368616b65");
        using var both = raw;

        var message = (await connection.ReceiveAsync())!.Value;

        Assert.That(Convert.ToHexStringLower(message.Span), Is.EqualTo("a4369821" + "68616e647368616b65"));
        connection.Dispose();
    }

    [Test]
    public async Task Messages_of_all_sizes_arrive_whole_and_in_order()
    {
        var (client, server) = await PairAsync();
        int[] sizes = [0, 1, 65_536 - 9, 65_536 - 8, 65_536, 65_537, 3, 1 << 20, 0, 70_000, 5, 3 << 20, 12];
        var sending = Task.Run(async () =>
        {
            foreach (var size in sizes)
                await client.SendAsync(Filled(4, size), Filled(size, size));
        });

        foreach (var size in sizes)
        {
            var message = (await server.ReceiveAsync())!.Value;
            Assert.That(message.Span.SequenceEqual((byte[])[.. Filled(4, size), .. Filled(size, size)]), Is.True, $"{size} bytes");
        }

        await sending;
        client.Dispose();
        Assert.That(await server.ReceiveAsync(), Is.Null);
        server.Dispose();
    }

    [Test]
    public async Task Concurrent_senders_do_not_mix_their_messages()
    {
        var (client, server) = await PairAsync();
        var sending = Task.WhenAll(Enumerable.Range(1, 8).Select(sender => Task.Run(async () =>
        {
            for (var i = 0; i < 50; i++)
                await client.SendAsync(Filled(1, sender), Filled(sender * 20_000, sender));
        })));

        for (var i = 0; i < 400; i++)
        {
            var message = (await server.ReceiveAsync())!.Value;
            Assert.That(message.Span.IndexOfAnyExcept(message.Span[0]), Is.EqualTo(-1));
        }

        await sending;
        client.Dispose();
        server.Dispose();
    }

    [Test]
    public async Task Half_a_message_is_an_error()
    {
        var (raw, connection) = await RawPeerOfAsync(SpProtocol.Pull, "0053500000500000" + "0100000000000000077b2261");
        raw.Dispose();

        Assert.That(async () => await connection.ReceiveAsync(), Throws.InstanceOf<SpException>().With.Message.Contains("inside a message"));
        connection.Dispose();
    }

    [Test]
    public async Task Announced_length_costs_no_memory_before_it_arrives()
    {
        var (raw, connection) = await RawPeerOfAsync(SpProtocol.Pull, "0053500000500000" + "01000000003fffffff" + "00");
        var before = GC.GetAllocatedBytesForCurrentThread();

        var receiving = connection.ReceiveAsync().AsTask();
        raw.Dispose();

        Assert.That(async () => await receiving, Throws.InstanceOf<SpException>());
        Assert.That(GC.GetAllocatedBytesForCurrentThread() - before, Is.LessThan(1 << 20));
        connection.Dispose();
    }

    [Test]
    public async Task Peer_that_is_no_sp_socket_is_refused()
    {
        using var listener = SpListener.Open(_sockets.Next());
        using var raw = SocketFolder.Dial(listener.Path);
        raw.Send(Encoding.ASCII.GetBytes("GET / HTTP/1.1\r\n"));

        var accepted = await listener.AcceptAsync(CancellationToken.None);

        Assert.That(async () => await SpConnection.OpenAsync(accepted, SpProtocol.Reply, 1024, CancellationToken.None), Throws.InstanceOf<SpException>());
    }

    private static byte[] Filled(int size, int value) => [.. Enumerable.Repeat((byte)value, size)];

    private static string Read(Socket socket, int count)
    {
        var bytes = new byte[count];
        for (var at = 0; at < count;)
            at += socket.Receive(bytes.AsSpan(at));
        return Convert.ToHexStringLower(bytes);
    }

    private async Task<(Socket Raw, SpConnection Connection)> RawPeerOfAsync(SpProtocol own, string sent)
    {
        using var listener = SpListener.Open(_sockets.Next());
        var raw = SocketFolder.Dial(listener.Path);
        raw.Send(Convert.FromHexString(sent));
        return (raw, await SpConnection.OpenAsync(await listener.AcceptAsync(CancellationToken.None), own, 1 << 30, CancellationToken.None));
    }

    private async Task<(SpConnection Client, SpConnection Server)> PairAsync()
    {
        using var listener = SpListener.Open(_sockets.Next());
        var dialing = SocketFolder.DialAsync(listener.Path, SpProtocol.Push).AsTask();
        var server = await SpConnection.OpenAsync(await listener.AcceptAsync(CancellationToken.None), SpProtocol.Pull, 1 << 30, CancellationToken.None);
        return (await dialing, server);
    }
}
