using System.Collections.Immutable;
using Jint;
using Jint.Native;

namespace CompiledRules.Server.Scripts;

/// <summary>A function whose body is JavaScript. It has one engine, whose globals live as long as the function, and one call at a time.</summary>
#pragma warning disable CA1001 // Rules may still call a function that was removed; its engine goes with the last of them.
internal sealed class ScriptFunction : IRemoteFunction
#pragma warning restore CA1001
{
    private const int MaxRecursion = 200;
    private const long MaxBytes = 64 * 1024 * 1024;
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(1);

    private readonly Lock _gate = new();
    private readonly Engine _engine;
    private readonly JsValue _function;

    /// <exception cref="SqlException">The script fails, or defines no function of the name.</exception>
    public ScriptFunction(string name, string script, bool isAggregate)
    {
        (Name, IsAggregate) = (name, isAggregate);
        _engine = new Engine(static options => options.TimeoutInterval(s_patience).LimitMemory(MaxBytes).LimitRecursion(MaxRecursion));
        try
        {
            _engine.Execute(script);
        }
        catch (Exception error) when (error is JintException or TimeoutException or Acornima.ParseErrorException)
        {
            throw new SqlException($"failed to interprete script: {error.Message}");
        }

        _function = _engine.GetValue(name);
        if (!_function.IsCallable())
            throw new SqlException($"cannot find function \"{name}\" in script");
    }

    public string Name { get; }

    public ImmutableArray<RemoteParameter> Parameters => [];

    public RemoteType Result => RemoteType.Any;

    // Globals may remember.
    public bool IsDeterministic => false;

    public bool IsAggregate { get; }

    public string? Check(ReadOnlySpan<SqlKind?> arguments) => null;

    public ValueTask<RemoteResult> InvokeAsync(SqlArray arguments, CancellationToken cancellation)
    {
        lock (_gate)
        {
            try
            {
                var result = _engine.Invoke(_function, [.. arguments.Select(argument => ScriptValues.ToScript(_engine, argument))]);
                return ValueTask.FromResult(RemoteResult.From(ScriptValues.FromScript(result)));
            }
            catch (Exception error) when (error is JintException or TimeoutException or SqlException)
            {
                return ValueTask.FromResult(RemoteResult.Failed(new SqlException($"{Name}: {error.Message}")));
            }
        }
    }
}
