using System.Buffers;
using System.Net;
using System.Net.Sockets;
using BenchmarkDotNet.Attributes;
using MessagePack;

namespace CompiledRules.External.Benchmarks;

/// <summary>Cost of one call of a msgpack-rpc function with 64 in flight, against frames sent and read in turn on the same kind of socket.</summary>
[MemoryDiagnoser]
public class MessagePackRpcBenchmarks
{
    private const int Calls = 20_000;
    private const int InFlight = 64;

    private TcpListener _listener = null!;
    private TcpClient _client = null!;
    private ExternalServices _services = null!;
    private IRemoteFunction _function = null!;

    [GlobalSetup]
    public async Task StartAsync()
    {
        _listener = new TcpListener(IPAddress.Loopback, 0);
        _listener.Start();
        _ = AcceptAsync();
        var port = ((IPEndPoint)_listener.LocalEndpoint).Port;
        _client = new TcpClient { NoDelay = true };
        await _client.ConnectAsync(IPAddress.Loopback, port);
        _services = FunctionRun.Open("msgpack-rpc", port);
        _function = _services.Find("Rate")!;
    }

    [GlobalCleanup]
    public async Task StopAsync()
    {
        await _services.DisposeAsync();
        _client.Dispose();
        _listener.Dispose();
    }

    [Benchmark(Baseline = true, OperationsPerInvoke = Calls)]
    public async Task<double> HandWritten()
    {
        var stream = _client.GetStream();
        using var reader = new MessagePackStreamReader(stream, leaveOpen: true);
        var output = new ArrayBufferWriter<byte>();
        var sum = 0.0;
        for (int sent = 0, read = 0; read < Calls; read++)
        {
            // Refills the window when half of it has been answered, so that frames travel together.
            if (sent < Calls && sent - read <= InFlight / 2)
            {
                output.ResetWrittenCount();
                while (sent < Calls && sent - read < InFlight)
                    WriteRequest(output, sent++);
                await stream.WriteAsync(output.WrittenMemory);
            }

            sum += ReadReply((await reader.ReadAsync(CancellationToken.None))!.Value);
        }

        return sum;
    }

    [Benchmark(OperationsPerInvoke = Calls)]
    public Task<double> Function() => FunctionRun.SumAsync(_function, Calls, InFlight);

    private static void WriteRequest(ArrayBufferWriter<byte> output, int number)
    {
        var writer = new MessagePackWriter(output);
        writer.WriteArrayHeader(4);
        writer.Write(0);
        writer.Write(number);
        writer.Write("Rate");
        writer.WriteArrayHeader(3);
        writer.Write("lab");
        writer.Write(number * 0.5);
        writer.Write(number);
        writer.Flush();
    }

    private static double ReadReply(ReadOnlySequence<byte> message)
    {
        var reader = new MessagePackReader(message);
        reader.ReadArrayHeader();
        reader.Skip();
        reader.Skip();
        reader.Skip();
        reader.ReadMapHeader();
        reader.ReadString();
        var value = reader.ReadDouble();
        reader.ReadString();
        reader.ReadString();
        return value;
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
                _ = ServeAsync(await _listener.AcceptTcpClientAsync());
        }
        catch (Exception error) when (error is SocketException or ObjectDisposedException)
        {
            // Stopped.
        }
    }

    private static async Task ServeAsync(TcpClient client)
    {
        client.NoDelay = true;
        var stream = client.GetStream();
        using var reader = new MessagePackStreamReader(stream);
        var output = new ArrayBufferWriter<byte>();
        while (await reader.ReadAsync(CancellationToken.None) is { } message)
        {
            output.ResetWrittenCount();
            Answer(message, output);
            await stream.WriteAsync(output.WrittenMemory);
        }

        client.Dispose();
    }

    private static void Answer(ReadOnlySequence<byte> message, ArrayBufferWriter<byte> output)
    {
        var reader = new MessagePackReader(message);
        reader.ReadArrayHeader();
        reader.Skip();
        var number = reader.ReadUInt32();
        var writer = new MessagePackWriter(output);
        writer.WriteArrayHeader(4);
        writer.Write(1);
        writer.Write(number);
        writer.WriteNil();
        writer.WriteMapHeader(2);
        writer.Write("value");
        writer.Write(number * 1.0);
        writer.Write("label");
        writer.Write("warm");
        writer.Flush();
    }
}
