using System.Collections.Concurrent;
using System.Collections.Immutable;
using CompiledRules.Compiler.Catalogs;
using CompiledRules.Sql.Symbols;

namespace CompiledRules.Server.Extensions;

/// <summary>The functions of plugins in other processes and of services, by name. Rules keep the name, so that a call goes to what bears it at that time.</summary>
internal sealed class NamedFunctions
{
    private readonly ConcurrentDictionary<string, NamedFunction> _functions = new(StringComparer.Ordinal);

    /// <summary>Makes these the functions there are; calls of all others fail from now on.</summary>
    /// <returns>Their symbols; of two with one name, the first one counts.</returns>
    public IReadOnlyList<FunctionSymbol> Replace(IEnumerable<IRemoteFunction> functions)
    {
        var current = functions.DistinctBy(static function => function.Name).ToDictionary(static function => function.Name, StringComparer.Ordinal);
        foreach (var (name, named) in _functions)
            named.Current = current.GetValueOrDefault(name);
        foreach (var function in current.Values)
            _functions.GetOrAdd(function.Name, static name => new NamedFunction(name)).Current = function;
        return [.. current.Keys.Select(name => RemoteFunctions.SymbolOf(_functions[name]))];
    }

    private sealed class NamedFunction(string name) : IRemoteFunction
    {
        private volatile IRemoteFunction? _current;

        public IRemoteFunction? Current
        {
            get => _current;
            set => _current = value;
        }

        public string Name => name;

        public ImmutableArray<RemoteParameter> Parameters => _current?.Parameters ?? [];

        public RemoteType Result => _current?.Result ?? RemoteType.Any;

        public bool IsDeterministic => _current?.IsDeterministic ?? false;

        public bool IsAggregate => _current?.IsAggregate ?? false;

        public int LargestBatch => _current?.LargestBatch ?? 1;

        public string? Check(ReadOnlySpan<SqlKind?> arguments) => _current is { } current ? current.Check(arguments) : Removed.Message;

        private SqlException Removed => new($"function '{name}' was removed");

        public ValueTask<RemoteResult> InvokeAsync(SqlArray arguments, CancellationToken cancellation) =>
            _current is { } current ? current.InvokeAsync(arguments, cancellation) : ValueTask.FromResult(RemoteResult.Failed(Removed));

        public ValueTask InvokeAsync(ReadOnlyMemory<SqlArray> rows, Memory<RemoteResult> results, CancellationToken cancellation)
        {
            if (_current is { } current)
                return current.InvokeAsync(rows, results, cancellation);

            results.Span[..rows.Length].Fill(RemoteResult.Failed(Removed));
            return ValueTask.CompletedTask;
        }
    }
}
