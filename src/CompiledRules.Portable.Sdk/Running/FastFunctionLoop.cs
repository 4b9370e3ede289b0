using System.Buffers;
using System.Buffers.Binary;
using System.Text;
using CompiledRules.Portable.Sdk.Wire;

namespace CompiledRules.Portable.Sdk.Running;

/// <summary>Serves a function over the fast wire: batches of rows, as many waiting as the window allows.</summary>
internal sealed class FastFunctionLoop : PluginFunctionContext
{
    private const int Window = 64;
    private const int RowsPerClock = 64;

    private readonly SpConnection _connection;
    private readonly PluginFunction _function;
    private readonly Queue<byte[]> _waiting = new();
    private readonly FrameWriter _output = new(64 * 1024);
    private SqlValue[] _columns = [];
    private SqlValue[] _results = [];
    private uint _question;

    private FastFunctionLoop(SpConnection connection, PluginFunction function) => (_connection, _function) = (connection, function);

    public static async Task ServeAsync(SpConnection connection, PluginFunction function, CancellationToken cancellation)
    {
        try
        {
            await connection.SendAsync(FastFrame.HelloOf(Window), cancellation).ConfigureAwait(false);
            await new FastFunctionLoop(connection, function).ServeAsync(cancellation).ConfigureAwait(false);
        }
        finally
        {
            connection.Dispose();
        }
    }

    public override SqlValue GetState(string key) => Ask(FastFrame.StateGet, key, SqlValue.Null);

    public override void PutState(string key, SqlValue value) => Ask(FastFrame.StatePut, key, value);

    public override void DeleteState(string key) => Ask(FastFrame.StateDelete, key, SqlValue.Null);

    private async Task ServeAsync(CancellationToken cancellation)
    {
        while (true)
        {
            if (_waiting.TryDequeue(out var frame))
                Answer(frame);
            else if (await _connection.ReceiveAsync(cancellation).ConfigureAwait(false) is { } received)
                Answer(received.Span);
            else
                return;

            if (_output.Length > 0)
                await _connection.SendAsync(_output.Written, cancellation).ConfigureAwait(false);
        }
    }

    private void Answer(ReadOnlySpan<byte> frame)
    {
        _output.Clear();
        if (FastFrame.KindOf(frame) != FastFrame.Call)
            return;

        var (count, id, rows, deadline) = FastFrame.ReadHeader(frame);
        var question = frame[1];
        ReadColumns(frame[FastFrame.HeaderLength..], count, rows);
        if (_results.Length < rows)
            _results = new SqlValue[rows];

        var errors = Run(question, count, rows, deadline);
        FastFrame.WriteHeader(_output, FastFrame.Result, 0, 0, id, rows, (uint)(errors?.Count ?? 0));
        FastColumn.Write(_output, _results.AsSpan(0, rows));
        foreach (var (row, text) in errors ?? [])
            WriteError(row, text);
    }

    private void ReadColumns(ReadOnlySpan<byte> data, int count, int rows)
    {
        if (_columns.Length < count * rows)
            _columns = new SqlValue[count * rows];
        for (var column = 0; column < count; column++)
            data = data[FastColumn.Read(data, _columns.AsSpan(column * rows, rows))..];
    }

    private List<(int Row, string Text)>? Run(byte question, int count, int rows, uint deadline)
    {
        var start = TimeProvider.System.GetTimestamp();
        List<(int Row, string Text)>? errors = null;
        var arguments = new SqlValue[count];
        for (var row = 0; row < rows; row++)
        {
            try
            {
                // The clock is read now and then: it costs as much as a short function.
                if (deadline != 0 && row % RowsPerClock == 0 && TimeProvider.System.GetElapsedTime(start).TotalMilliseconds > deadline)
                    throw new TimeoutException("the deadline of the call has passed");
                for (var column = 0; column < count; column++)
                    arguments[column] = _columns[(column * rows) + row];
                _results[row] = question switch
                {
                    FastFrame.Validate => _function.Validate(count),
                    FastFrame.IsAggregate => _function.IsAggregate,
                    _ => _function.Call(arguments, this),
                };
            }
            catch (Exception error) when (error is not SpException)
            {
                _results[row] = SqlValue.Null;
                (errors ??= []).Add((row, error.Message));
            }
        }

        return errors;
    }

    private void WriteError(int row, string text)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        var head = _output.GetSpan(8);
        BinaryPrimitives.WriteInt32LittleEndian(head, row);
        BinaryPrimitives.WriteInt32LittleEndian(head[4..], bytes.Length);
        _output.Advance(8);
        _output.Write(bytes);
    }

    // A function is synchronous, and so is its question; calls that arrive before the answer wait.
    private SqlValue Ask(byte verb, string key, SqlValue value)
    {
        var question = new ArrayBufferWriter<byte>(64);
        var bytes = Encoding.UTF8.GetBytes(key);
        var head = question.GetSpan(12);
        head[..4].Clear();
        (head[0], head[1]) = (FastFrame.State, verb);
        BinaryPrimitives.WriteUInt32LittleEndian(head[4..], ++_question);
        BinaryPrimitives.WriteInt32LittleEndian(head[8..], bytes.Length);
        question.Advance(12);
        question.Write(bytes);
        MessagePackValue.Write(question, value);
        _connection.SendAsync(question.WrittenMemory).AsTask().GetAwaiter().GetResult();
        while (_connection.ReceiveAsync().AsTask().GetAwaiter().GetResult() is { } frame)
        {
            if (FastFrame.KindOf(frame.Span) != FastFrame.StateReply)
            {
                _waiting.Enqueue(frame.ToArray());
                continue;
            }

            var at = 8;
            return MessagePackValue.Read(frame.Span, ref at);
        }

        throw new SpException("The host went away in the middle of a call");
    }
}
