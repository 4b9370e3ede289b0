using CompiledRules.Compiler;
using CompiledRules.Compiler.Catalogs;
using CompiledRules.Runtime.Rules;
using CompiledRules.Sql.Planning;

namespace CompiledRules.External.Tests.Rules;

/// <summary>A rule that calls a function with the number of each row.</summary>
internal static class FunctionRule
{
    /// <param name="sql">Gives a column <c>n</c>.</param>
    /// <returns>The rows that came through in order, and how many failed.</returns>
    public static async Task<(List<long> Rows, int Failed)> RunAsync(string sql, IRemoteFunction function, int rows, int inFlight = 32)
    {
        var rule = RuleCompiler.Compile<Numbered, Numbered>(sql, [RemoteFunctions.SymbolOf(function)], RuleOptions.Default with { CallConcurrency = inFlight });
        var output = new Output();
        await Task.Run(() =>
        {
            var input = rule.Start(output);
            for (var n = 0L; n < rows; n++)
                input.OnNext([new Numbered(n)]);
            input.OnCompleted();
        });
        await output.Ended.WaitAsync(TimeSpan.FromSeconds(60));
        return (output.Rows, output.Failed);
    }

    internal readonly record struct Numbered(long N);

    private sealed class Output : IRuleOutput<Numbered>
    {
        private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public Task Ended => _ended.Task;

        public List<long> Rows { get; } = [];

        public int Failed { get; private set; }

        public void OnRows(ReadOnlySpan<Numbered> rows)
        {
            foreach (var row in rows)
                Rows.Add(row.N);
        }

        public void OnCollection(ReadOnlySpan<Numbered> rows) => OnRows(rows);

        public void OnError(RowError error) => Failed++;

        public void OnCompleted() => _ended.TrySetResult();
    }
}
