using System.Collections.Immutable;
using CompiledRules.Portable.Hosting;
using CompiledRules.Portable.Lanes;
using CompiledRules.Portable.Packages;

namespace CompiledRules.Portable.Functions;

/// <summary>A function of a plugin. What it declares is known without asking the process; the first call starts it there.</summary>
public sealed class PortableFunction : IRemoteFunction
{
    private static readonly PluginSignature s_unknown = new(Parameters: null);

    private readonly PortablePlugin _plugin;
    private readonly FunctionActivation _activation;
    private readonly string _ruleId;
    private readonly string _opId;

    private PortableFunction(PortablePlugin plugin, FunctionActivation activation, string ruleId, string opId) =>
        (_plugin, _activation, _ruleId, _opId) = (plugin, activation, ruleId, opId);

    public string Name => _activation.Key.Symbol;

    public ImmutableArray<RemoteParameter> Parameters =>
        Signature.Parameters is { } names ? [.. names.Select(static (type, i) => new RemoteParameter($"arg{i + 1}", SqlTypeName.Read(type)))] : [];

    public RemoteType Result => SqlTypeName.Read(Signature.Result);

    public bool IsDeterministic => false;

    public bool IsAggregate => Signature.IsAggregate ?? _activation.IsAggregate ?? false;

    private PluginSignature Signature
    {
        get
        {
            var packaged = _plugin.Manifest.Signatures.GetValueOrDefault(Name, s_unknown);
            return _plugin.Offer.Signatures.TryGetValue(Name, out var declared) ? packaged.With(declared) : packaged;
        }
    }

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
        var answer = await AskAsync(FunctionJson.Validate(arguments), cancellation).ConfigureAwait(false);
        return answer.Error is { } error ? error.Message : answer.Value.IsString && answer.Value.AsString() is { Length: > 0 } text ? text : null;
    }

    /// <summary>Asks the plugin whether this is an aggregate, where nothing declares it. The host does so when the plugin is installed.</summary>
    /// <exception cref="PortableException">The plugin gave no answer.</exception>
    public async Task LearnAsync(CancellationToken cancellation)
    {
        if (Signature.IsAggregate is null)
            _activation.IsAggregate = (await AskAsync(FunctionJson.IsAggregate(), cancellation).ConfigureAwait(false)).Value is { IsBoolean: true } flag && flag.AsBoolean();
    }

    public async ValueTask<RemoteResult> InvokeAsync(SqlArray arguments, CancellationToken cancellation)
    {
        var start = _plugin.Meter.Start();
        RemoteResult result;
        try
        {
            await _activation.EnsureStartedAsync(cancellation).ConfigureAwait(false);
            result = await CallAsync(FunctionJson.Exec(arguments, _ruleId, _opId), cancellation).ConfigureAwait(false);
        }
        catch (Exception error) when (error is PortableException or ArgumentException)
        {
            result = RemoteResult.Failed(new SqlException(error.Message, error));
        }
        catch (SqlException error)
        {
            result = RemoteResult.Failed(error);
        }

        _plugin.Meter.Stop(start, 1, result.Error is null ? 0 : 1);
        return result;
    }

    public async ValueTask InvokeAsync(ReadOnlyMemory<SqlArray> rows, Memory<RemoteResult> results, CancellationToken cancellation)
    {
        for (var i = 0; i < rows.Length; i++)
        {
            var result = await InvokeAsync(rows.Span[i], cancellation).ConfigureAwait(false);
            results.Span[i] = result;
        }
    }

    /// <summary>Rules give the published SDKs names, and calls without them are refused; these stand in where no rule is known.</summary>
    internal static PortableFunction Create(PortablePlugin plugin, string name)
    {
        var retries = plugin.Manifest.Signatures.GetValueOrDefault(name, s_unknown).Retries ?? plugin.Options.RetriesInFlight;
        return new PortableFunction(plugin, new FunctionActivation(plugin, name, retries), "rule", "project");
    }

    internal ValueTask CloseAsync() => _activation.DisposeAsync();

    private async Task<RemoteResult> AskAsync(ReadOnlyMemory<byte> question, CancellationToken cancellation)
    {
        await _activation.EnsureStartedAsync(cancellation).ConfigureAwait(false);
        return await CallAsync(question, cancellation).ConfigureAwait(false);
    }

    private async ValueTask<RemoteResult> CallAsync(ReadOnlyMemory<byte> command, CancellationToken cancellation)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                return FunctionJson.Read(Name, await _activation.Lane.CallAsync(command, cancellation).ConfigureAwait(false));
            }
            catch (LaneException error)
            {
                if (!await IsWorthAnotherAsync(error, attempt, cancellation).ConfigureAwait(false))
                    throw new PortableException($"time out, plugin {_plugin.Name} status {_plugin.StatusText}, message: {(_plugin.ErrorText is { Length: > 0 } text ? text : error.Message)}", error);
            }
        }
    }

    // A call that a living plugin is merely slow with has failed; one that a hung process holds is made again in the next.
    private async ValueTask<bool> IsWorthAnotherAsync(LaneException error, int attempt, CancellationToken cancellation)
    {
        if (error.Failure is not (LaneFailure.TimedOut or LaneFailure.Busy))
            return false;

        var isAlive = await _plugin.ProbeAsync(cancellation).ConfigureAwait(false);
        if (isAlive && error.Failure == LaneFailure.Busy && _activation.Lane.Silence > _plugin.Options.HungAfter)
            _plugin.Replace($"{Name} has been at one call for {_activation.Lane.Silence.TotalSeconds:0} s");
        return !isAlive && attempt < _plugin.Options.Attempts && (_activation.Retries || error.Failure == LaneFailure.Busy);
    }
}
