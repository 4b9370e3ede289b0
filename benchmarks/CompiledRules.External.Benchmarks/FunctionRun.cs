using System.Collections.Concurrent;
using CompiledRules.Compiler;
using CompiledRules.Compiler.Catalogs;
using CompiledRules.Runtime.Rules;
using CompiledRules.Sql.Planning;

namespace CompiledRules.External.Benchmarks;

/// <summary>A rule that calls a function for each row, with a bounded number in flight and its rows in the order of input.</summary>
internal static class FunctionRun
{
    private static readonly ConcurrentDictionary<(IRemoteFunction Function, int InFlight), TypedRule<Reading, Rated>> s_rules = new();

    public static ExternalServices Open(string protocol, int port, string options = "") =>
        Open($$"""{ "interfaces": { "scoring": { "address": "{{(protocol == "rest" ? "http" : "tcp")}}://localhost:{{port}}", "protocol": "{{protocol}}", "schemaType": "protobuf", "schemaFile": "scoring.proto", "options": { {{options}} } } } }""");

    public static async Task<double> SumAsync(IRemoteFunction function, int rows, int inFlight)
    {
        var rule = s_rules.GetOrAdd((function, inFlight), static key => RuleCompiler.Compile<Reading, Rated>(
            $"SELECT row, {key.Function.Name}('lab', row * 0.5, row)->value AS value FROM readings",
            [RemoteFunctions.SymbolOf(key.Function)],
            RuleOptions.Default with { CallConcurrency = key.InFlight }));
        var sum = new Sum(rows);

        // The caller of a rule without a queue is held up while there is no room; here that is a thread of its own.
        await Task.Run(() => Feed(rule.Start(sum), rows)).ConfigureAwait(false);
        return await sum.Ended.ConfigureAwait(false);
    }

    private static void Feed(IBatchObserver<Reading> input, int rows)
    {
        for (var row = 0L; row < rows; row++)
            input.OnNext([new Reading(row)]);
        input.OnCompleted();
    }

    private static ExternalServices Open(string json)
    {
        var services = new ExternalServices(new ExternalServicesOptions { EnablePrivateNetworks = true });
        services.Add(Definitions.ServiceReader.Read("scoring", json, Path.Combine(AppContext.BaseDirectory, "Services", "schemas")));
        return services;
    }

    internal readonly record struct Reading(long Row);

    internal readonly record struct Rated(long Row, double Value);

    private sealed class Sum(int rows) : IRuleOutput<Rated>
    {
        private readonly TaskCompletionSource<double> _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private double _sum;
        private long _last = -1;
        private int _count;

        public Task<double> Ended => _ended.Task;

        public void OnRows(ReadOnlySpan<Rated> rated)
        {
            foreach (var row in rated)
            {
                if (row.Row <= _last)
                    _ended.TrySetException(new InvalidOperationException("Out of order"));
                (_last, _sum) = (row.Row, _sum + row.Value);
                _count++;
            }
        }

        public void OnCollection(ReadOnlySpan<Rated> rated) => OnRows(rated);

        public void OnError(RowError error)
        {
            _count++;
            _sum++;
        }

        public void OnCompleted()
        {
            if (_count == rows)
                _ended.TrySetResult(_sum);
            else
                _ended.TrySetException(new InvalidOperationException($"{rows - _count} rows are lost"));
        }
    }
}
