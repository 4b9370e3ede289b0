using System.Collections.Immutable;

namespace CompiledRules.Testing;

/// <summary>A function of another process that is none: it answers on the virtual clock of a <see cref="RuleDriver"/>.</summary>
/// <param name="answer">Gives the result; a <see cref="SqlException"/> is the failure of the call.</param>
/// <param name="delay">After how many milliseconds a call with these arguments is answered; null for at once.</param>
public sealed class VirtualFunction(string name, Func<SqlArray, RemoteResult> answer, Func<SqlArray, long>? delay = null) : IRemoteFunction
{
    private readonly List<SqlArray> _calls = [];
    private RuleDriver? _driver;

    public string Name => name;

    public ImmutableArray<RemoteParameter> Parameters => [];

    public RemoteType Result { get; init; } = RemoteType.Any;

    public bool IsDeterministic => false;

    public bool IsAggregate { get; init; }

    public int LargestBatch { get; init; } = 1;

    /// <summary>What it was called with so far, in order.</summary>
    public IReadOnlyList<SqlArray> Calls => _calls;

    /// <summary>The sizes of the exchanges so far, in order.</summary>
    public List<int> Exchanges { get; } = [];

    /// <summary>The most calls that were under way at once.</summary>
    public int MostAtOnce { get; private set; }

    private int UnderWay { get; set; }

    public string? Check(ReadOnlySpan<SqlKind?> arguments) => null;

    public ValueTask<RemoteResult> InvokeAsync(SqlArray arguments, CancellationToken cancellation)
    {
        Exchanges.Add(1);
        var exchange = new VirtualExchange<RemoteResult>();
        Put(arguments, exchange.End);
        return new ValueTask<RemoteResult>(exchange, 0);
    }

    public ValueTask InvokeAsync(ReadOnlyMemory<SqlArray> rows, Memory<RemoteResult> results, CancellationToken cancellation)
    {
        Exchanges.Add(rows.Length);
        var exchange = new VirtualExchange<RemoteResult>();
        var missing = rows.Length;
        for (var i = 0; i < rows.Length; i++)
        {
            var row = i;
            Put(rows.Span[i], result =>
            {
                results.Span[row] = result;
                if (--missing == 0)
                    exchange.End(result);
            });
        }

        return new ValueTask(exchange, 0);
    }

    internal void Attach(RuleDriver driver) => _driver = driver;

    private void Put(SqlArray arguments, Action<RemoteResult> take)
    {
        _calls.Add(arguments);
        MostAtOnce = Math.Max(MostAtOnce, ++UnderWay);
        if (delay is null)
        {
            take(Answer(arguments));
            return;
        }

        var driver = _driver ?? throw new InvalidOperationException($"{name} has no clock: give it to the driver with Use");
        driver.After(delay(arguments), () => take(Answer(arguments)));
    }

    private RemoteResult Answer(SqlArray arguments)
    {
        UnderWay--;
        try
        {
            return answer(arguments);
        }
        catch (SqlException error)
        {
            return RemoteResult.Failed(error);
        }
    }
}
