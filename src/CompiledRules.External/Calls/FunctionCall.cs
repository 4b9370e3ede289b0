using System.Runtime.CompilerServices;
using CompiledRules.External.Definitions;

namespace CompiledRules.External.Calls;

/// <summary>Everything between the arguments of one function and its result: cache, sharing, pipeline, protocol, error policy.</summary>
internal sealed class FunctionCall : IDisposable
{
    private readonly FunctionDefinition _function;
    private readonly IMethodCall _method;
    private readonly CallPipeline _pipeline;
    private readonly ResultCache? _cache;
    private readonly SharedCalls? _shared;
    private readonly CallTelemetry _telemetry;
    private readonly ExternalServicesOptions _services;
    private readonly TaskCompletionSource _idle = new(TaskCreationOptions.RunContinuationsAsynchronously);

    // Calls under way, and one for the service that owns this.
    private int _users = 1;

    public FunctionCall(InterfaceDefinition owner, FunctionDefinition function, IMethodCall method, ExternalServicesOptions services)
    {
        _function = function;
        _method = method;
        _services = services;
        _pipeline = new CallPipeline(function.MethodName, function.Options, services.Time);
        _telemetry = new CallTelemetry(owner, function, services.Time);
        _cache = function.Options.Cache is { } cache ? new ResultCache(cache, services.Time) : null;
        _shared = function.Options.Coalesce ? new SharedCalls(MeasuredAsync) : null;
    }

    public FunctionDefinition Definition => _function;

    public int LargestBatch => _method is IBatchCall ? _function.Options.Batch?.Size ?? 1 : 1;

    /// <exception cref="SqlException">The arguments do not fit.</exception>
    public string Describe(SqlArray arguments) => _method.Describe(_method.Prepare(arguments));

    public string? Check(ReadOnlySpan<SqlKind?> arguments) => _method.Check(arguments);

    /// <summary>Keeps this from being closed until the call that follows has ended.</summary>
    /// <returns>False where it is closed: the function has gone or has another call by now.</returns>
    public bool TryEnter()
    {
        var users = Volatile.Read(ref _users);
        while (users > 0)
        {
            var seen = Interlocked.CompareExchange(ref _users, users + 1, users);
            if (seen == users)
                return true;
            users = seen;
        }

        return false;
    }

    /// <summary>Refuses further calls, and completes when those under way have ended.</summary>
    public Task WhenIdleAsync()
    {
        Leave();
        return _idle.Task;
    }

    /// <summary>Makes the call that <see cref="TryEnter"/> announced.</summary>
    /// <exception cref="OperationCanceledException"><paramref name="cancellation"/> was signalled.</exception>
    public ValueTask<RemoteResult> InvokeAsync(SqlArray arguments, CancellationToken cancellation) => CallAsync(arguments, true, cancellation);

    /// <summary>Makes the calls that <see cref="TryEnter"/> announced.</summary>
    /// <exception cref="OperationCanceledException"><paramref name="cancellation"/> was signalled.</exception>
    public async ValueTask InvokeAsync(ReadOnlyMemory<SqlArray> rows, Memory<RemoteResult> results, CancellationToken cancellation)
    {
        try
        {
            await CallAsync(rows, results, cancellation).ConfigureAwait(false);
        }
        finally
        {
            Leave();
        }
    }

    public void Dispose() => _pipeline.Dispose();

    private void Leave()
    {
        if (Interlocked.Decrement(ref _users) == 0)
            _idle.SetResult();
    }

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    private async ValueTask<RemoteResult> CallAsync(SqlArray arguments, bool leaves, CancellationToken cancellation)
    {
        try
        {
            if (_cache is not null && _cache.TryGet(arguments, out var known))
            {
                _telemetry.Hit();
                return RemoteResult.From(known);
            }

            var attempt = _shared is { } shared
                ? await shared.CallAsync(arguments, cancellation).ConfigureAwait(false)
                : await MeasuredAsync(arguments, cancellation).ConfigureAwait(false);
            return Conclude(arguments, attempt);
        }
        finally
        {
            if (leaves)
                Leave();
        }
    }

    private async ValueTask CallAsync(ReadOnlyMemory<SqlArray> rows, Memory<RemoteResult> results, CancellationToken cancellation)
    {
        if (_method is IBatchCall batch)
        {
            var size = _function.Options.Batch?.Size ?? 1;
            var chunks = Enumerable.Range(0, (rows.Length + size - 1) / size).Select(index => new Range(index * size, Math.Min((index + 1) * size, rows.Length)));
            await Task.WhenAll(chunks.Select(chunk => ChunkAsync(batch, rows[chunk], results[chunk], cancellation))).ConfigureAwait(false);
            return;
        }

        await Task.WhenAll(Enumerable.Range(0, rows.Length).Select(RowAsync)).ConfigureAwait(false);

        async Task RowAsync(int index)
        {
            var result = await CallAsync(rows.Span[index], false, cancellation).ConfigureAwait(false);
            results.Span[index] = result;
        }
    }

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    private async ValueTask<Attempt> MeasuredAsync(SqlArray arguments, CancellationToken cancellation)
    {
        object request;
        try
        {
            request = _method.Prepare(arguments);
        }
        catch (SqlException error)
        {
            return new Attempt(default, new CallFailure(FailureKind.Arguments, error));
        }

        var measured = _telemetry.Begin();
        CallFailure? failure = null;
        try
        {
            var attempt = await _pipeline.ExecuteAsync(static (call, cancellation) => call.Self.OneAsync(call.Request, cancellation), (Self: this, Request: request), cancellation).ConfigureAwait(false);
            failure = attempt.Failure;
            if (failure is null)
                _cache?.Put(arguments, attempt.Value);
            return attempt;
        }
        finally
        {
            measured.End(failure);
        }
    }

    private ValueTask<Attempt> OneAsync(object request, CancellationToken cancellation)
    {
        _telemetry.Attempted();
        return _method.SendAsync(request, cancellation);
    }

    private async Task<Attempt> BatchAsync(IBatchCall batch, List<object> requests, CancellationToken cancellation)
    {
        var measured = _telemetry.Begin();
        CallFailure? failure = null;
        try
        {
            var attempt = await _pipeline.ExecuteAsync(static (call, cancellation) => call.batch.SendAsync(call.requests, cancellation), (batch, requests), cancellation).ConfigureAwait(false);
            failure = attempt.Failure;
            return attempt;
        }
        finally
        {
            measured.End(failure);
        }
    }

    private async Task ChunkAsync(IBatchCall batch, ReadOnlyMemory<SqlArray> rows, Memory<RemoteResult> results, CancellationToken cancellation)
    {
        var requests = new List<object>(rows.Length);
        var positions = new List<int>(rows.Length);
        for (var i = 0; i < rows.Length; i++)
        {
            try
            {
                requests.Add(batch.Prepare(rows.Span[i]));
                positions.Add(i);
            }
            catch (SqlException error)
            {
                results.Span[i] = Conclude(rows.Span[i], new Attempt(default, new CallFailure(FailureKind.Arguments, error)));
            }
        }

        if (requests.Count == 0)
            return;

        var attempt = await BatchAsync(batch, requests, cancellation).ConfigureAwait(false);
        for (var i = 0; i < positions.Count; i++)
            results.Span[positions[i]] = Conclude(rows.Span[positions[i]], attempt.Failure is null ? Attempt.Of(attempt.Value.AsArray()[i]) : attempt);
    }

    private RemoteResult Conclude(SqlArray arguments, Attempt attempt)
    {
        if (attempt.Failure is not { } failure)
            return RemoteResult.From(attempt.Value);

        switch (_function.Options.OnError)
        {
            case ErrorPolicy.Null:
                return RemoteResult.From(SqlValue.Null);
            case ErrorPolicy.DeadLetter:
                _services.DeadLetters?.Add(new DeadLetter(_function.Name, arguments, failure.Error, _services.Time.GetUtcNow()));
                return RemoteResult.Skipped;
            case ErrorPolicy.Skip:
                return RemoteResult.Skipped;
            default:
                return RemoteResult.Failed(failure.Error);
        }
    }
}
