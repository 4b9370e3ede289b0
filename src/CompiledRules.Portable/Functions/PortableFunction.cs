using System.Collections.Immutable;
using CompiledRules.Portable.Hosting;
using CompiledRules.Portable.Lanes;
using CompiledRules.Portable.Packages;
using CompiledRules.Portable.Sdk.Wire;
using CompiledRules.State;

namespace CompiledRules.Portable.Functions;

/// <summary>A function of a plugin. What it declares is known without asking the process; the first call starts it there.</summary>
public sealed class PortableFunction : IRemoteFunction, IStateful
{
    private const int BatchSize = 1024;

    private readonly PortablePlugin _plugin;
    private readonly FunctionActivation _activation;
    private readonly byte[] _context;

    private PortableFunction(PortablePlugin plugin, FunctionActivation activation, string ruleId, string opId) =>
        (_plugin, _activation, _context) = (plugin, activation, FunctionJson.Context(ruleId, opId));

    public string Name => _activation.Key.Symbol;

    public ImmutableArray<RemoteParameter> Parameters =>
        Signature.Parameters is { } names ? [.. names.Select(static (type, i) => new RemoteParameter($"arg{i + 1}", SqlTypeName.Read(type)))] : [];

    public RemoteType Result => SqlTypeName.Read(Signature.Result);

    public bool IsDeterministic => false;

    public bool IsAggregate => Signature.IsAggregate ?? _activation.IsAggregate ?? false;

    public int LargestBatch => _activation.Fast is null ? 1 : BatchSize;

    private PluginSignature Signature => _plugin.SignatureOf(Name);

    /// <summary>The same function, telling the plugin which rule calls it.</summary>
    public PortableFunction ForRule(string ruleId, string opId) => new(_plugin, _activation, ruleId, opId);

    public string? Check(ReadOnlySpan<SqlKind?> arguments)
    {
        if (Signature.Parameters is not { } parameters)
            return null;
        if (parameters.Length != arguments.Length)
            return $"Expect {parameters.Length} arguments but found {arguments.Length}.";

        for (var i = 0; i < arguments.Length; i++)
        {
            if (arguments[i] is { } kind && SqlTypeName.Read(parameters[i]).Kind is { } expected && !SqlTypeName.Takes(expected, kind))
                return $"Expect {parameters[i]} type for parameter {i + 1}";
        }

        return null;
    }

    /// <summary>Asks the plugin's own <c>validate</c> about a call, as the reference engine does when a rule is created. Not to be called while a rule is compiled.</summary>
    /// <param name="arguments">The literals of the call, with <see cref="SqlValue.Missing"/> for each argument that is none.</param>
    /// <returns>What is wrong, or null.</returns>
    /// <exception cref="PortableException">The plugin gave no answer.</exception>
    public async Task<string?> ValidateAsync(SqlArray arguments, CancellationToken cancellation)
    {
        var nodes = FunctionJson.Nodes(arguments);
        var answer = await AskAsync(FunctionJson.Validate(nodes), FastFrame.Validate, nodes, cancellation).ConfigureAwait(false);
        return answer.Error is { } error ? error.Message : answer.Value.IsString && answer.Value.AsString() is { Length: > 0 } text ? text : null;
    }

    /// <summary>Asks the plugin whether this is an aggregate, where nothing declares it. The host does so when the plugin is installed.</summary>
    /// <exception cref="PortableException">The plugin gave no answer.</exception>
    public async Task LearnAsync(CancellationToken cancellation)
    {
        if (Signature.IsAggregate is not null)
            return;

        var answer = await AskAsync(FunctionJson.IsAggregate(), FastFrame.IsAggregate, SqlArray.Empty, cancellation).ConfigureAwait(false);
        _activation.IsAggregate = answer.Value is { IsBoolean: true } flag && flag.AsBoolean();
    }

    public async ValueTask<RemoteResult> InvokeAsync(SqlArray arguments, CancellationToken cancellation)
    {
        if (_activation.IsReady && _activation.Fast is null)
            return await InvokeOldAsync(arguments, cancellation).ConfigureAwait(false);

        var results = new RemoteResult[1];
        if (_activation.IsReady)
            await InvokeBatchAsync(new[] { arguments }, results, cancellation).ConfigureAwait(false);
        else
            await InvokeAsync(new[] { arguments }, results, cancellation).ConfigureAwait(false);
        return results[0];
    }

    public async ValueTask InvokeAsync(ReadOnlyMemory<SqlArray> rows, Memory<RemoteResult> results, CancellationToken cancellation)
    {
        if (!await TryStartAsync(results, cancellation).ConfigureAwait(false))
            return;

        if (_activation.Fast is null)
            await InvokeSinglyAsync(rows, results, cancellation).ConfigureAwait(false);
        else
            await InvokeBatchesAsync(rows, results, cancellation).ConfigureAwait(false);
    }

    public void Save(IStateWriter writer) => _activation.State.Save(writer);

    public void Load(IStateReader reader) => _activation.State.Load(reader);

    /// <summary>Rules give the published SDKs names, and calls without them are refused; these stand in where no rule is known.</summary>
    internal static PortableFunction Create(PortablePlugin plugin, string name) =>
        new(plugin, new FunctionActivation(plugin, name), "rule", "project");

    internal ValueTask CloseAsync() => _activation.DisposeAsync();

    private async ValueTask<bool> TryStartAsync(Memory<RemoteResult> results, CancellationToken cancellation)
    {
        try
        {
            await _activation.EnsureStartedAsync(cancellation).ConfigureAwait(false);
            return true;
        }
        catch (PortableException error)
        {
            results.Span.Fill(Failed(error));
            _plugin.Meter.Stop(_plugin.Meter.Start(), results.Length, results.Length);
            return false;
        }
    }

    private async ValueTask InvokeSinglyAsync(ReadOnlyMemory<SqlArray> rows, Memory<RemoteResult> results, CancellationToken cancellation)
    {
        for (var i = 0; i < rows.Length; i++)
        {
            var result = await InvokeOldAsync(rows.Span[i], cancellation).ConfigureAwait(false);
            results.Span[i] = result;
        }
    }

    private async ValueTask<RemoteResult> InvokeOldAsync(SqlArray arguments, CancellationToken cancellation)
    {
        var start = _plugin.Meter.Start();
        RemoteResult result;
        try
        {
            result = await CallAsync(FunctionJson.Exec(arguments, _context), cancellation).ConfigureAwait(false);
        }
        catch (Exception error) when (error is PortableException or ArgumentException)
        {
            result = Failed(error);
        }
        catch (SqlException error)
        {
            result = RemoteResult.Failed(error);
        }

        _plugin.Meter.Stop(start, 1, result.Error is null ? 0 : 1);
        return result;
    }

    // A batch holds rows of one shape, so that every argument is a column.
    private async ValueTask InvokeBatchesAsync(ReadOnlyMemory<SqlArray> rows, Memory<RemoteResult> results, CancellationToken cancellation)
    {
        var batches = new List<Task>();
        for (var start = 0; start < rows.Length;)
        {
            var end = start + 1;
            while (end < rows.Length && end - start < BatchSize && rows.Span[end].Count == rows.Span[start].Count)
                end++;
            batches.Add(InvokeBatchAsync(rows[start..end], results[start..end], cancellation));
            start = end;
        }

        await (batches.Count == 1 ? batches[0] : Task.WhenAll(batches)).ConfigureAwait(false);
    }

    private async Task InvokeBatchAsync(ReadOnlyMemory<SqlArray> rows, Memory<RemoteResult> results, CancellationToken cancellation)
    {
        var start = _plugin.Meter.Start();
        for (var attempt = 1; ; attempt++)
        {
            var process = _plugin.ProcessNumber;
            try
            {
                if (_activation.Fast is { } lane)
                    await lane.CallAsync(rows, results, cancellation).ConfigureAwait(false);
                else
                    await InvokeSinglyAsync(rows, results, cancellation).ConfigureAwait(false);
                break;
            }
            catch (LaneException error)
            {
                if (await IsWorthAnotherAsync(error, attempt, process, cancellation).ConfigureAwait(false))
                    continue;

                results.Span.Fill(Failed(NoAnswer(error)));
                break;
            }
        }

        _plugin.Meter.Stop(start, rows.Length, Failures(results.Span));
    }

    private async Task<RemoteResult> AskAsync(ReadOnlyMemory<byte> question, byte fastQuestion, SqlArray arguments, CancellationToken cancellation)
    {
        await _activation.EnsureStartedAsync(cancellation).ConfigureAwait(false);
        if (_activation.Fast is not { } lane)
            return await CallAsync(question, cancellation).ConfigureAwait(false);

        try
        {
            var results = new RemoteResult[1];
            await lane.CallAsync(new[] { arguments }, results, cancellation, fastQuestion).ConfigureAwait(false);
            return results[0];
        }
        catch (LaneException error)
        {
            throw NoAnswer(error);
        }
    }

    private async ValueTask<RemoteResult> CallAsync(ReadOnlyMemory<byte> command, CancellationToken cancellation)
    {
        for (var attempt = 1; ; attempt++)
        {
            var process = _plugin.ProcessNumber;
            try
            {
                return FunctionJson.Read(Name, await _activation.Lane.CallAsync(command, cancellation).ConfigureAwait(false));
            }
            catch (LaneException error)
            {
                if (!await IsWorthAnotherAsync(error, attempt, process, cancellation).ConfigureAwait(false))
                    throw NoAnswer(error);
            }
        }
    }

    // A call that a living plugin is merely slow with has failed; one that a hung process holds is made again in the next.
    private async ValueTask<bool> IsWorthAnotherAsync(LaneException error, int attempt, int process, CancellationToken cancellation)
    {
        if (error.Failure is not (LaneFailure.TimedOut or LaneFailure.Busy))
            return false;

        // Where another caller has had the process replaced meanwhile, the new one's health says nothing about the old.
        var isAlive = await _plugin.ProbeAsync(cancellation).ConfigureAwait(false) && process == _plugin.ProcessNumber;
        if (isAlive && error.Failure == LaneFailure.Busy && _activation.Silence > _plugin.Options.HungAfter)
            _plugin.Replace($"{Name} has been at one call for {_activation.Silence.TotalSeconds:0} s");
        return !isAlive && attempt < _plugin.Options.Attempts && (_activation.Retries || error.Failure == LaneFailure.Busy);
    }

    private PortableException NoAnswer(LaneException error) => new(
        $"time out, plugin {_plugin.Name} status {_plugin.StatusText}, message: {(_plugin.ErrorText is { Length: > 0 } text ? text : error.Message)}", error);

    private static RemoteResult Failed(Exception error) => RemoteResult.Failed(new SqlException(error.Message, error));

    private static int Failures(ReadOnlySpan<RemoteResult> results)
    {
        var count = 0;
        foreach (var result in results)
            count += result.Error is null ? 0 : 1;
        return count;
    }
}
