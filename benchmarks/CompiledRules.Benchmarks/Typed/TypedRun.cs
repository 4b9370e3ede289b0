using CompiledRules.Compiler;

namespace CompiledRules.Benchmarks.Typed;

/// <summary>A rule over C# rows that is given the workload again and again, in batches or row by row.</summary>
internal sealed class TypedRun<TOut>
{
    private readonly StandingClock _clock = new();
    private readonly Sum<TOut> _sum;
    private readonly IBatchObserver<Reading> _input;

    public TypedRun(string sql, Func<TOut, double> of)
    {
        _sum = new Sum<TOut>(of);
        _input = RuleCompiler.Compile<Reading, TOut>(sql).Start(_sum, _clock);
    }

    public double Batches() => Run(Workload.Batch);

    public double Rows() => Run(1);

    private double Run(int size)
    {
        _sum.Total = 0;
        var start = _clock.Now;
        for (var i = 0; i < Workload.Events; i += size)
        {
            _clock.Now = start + (i / 10);
            _input.OnNext(Workload.Readings.AsSpan(i, size));
        }

        _clock.Now = start + 1_000;
        return _sum.Total;
    }
}

internal static class Expect
{
    public static void Same(params double[] totals)
    {
        if (totals.Any(total => Math.Abs(total - totals[0]) > 1e-6 * Math.Abs(totals[0])))
            throw new InvalidOperationException($"The contenders disagree: {string.Join(", ", totals)}");
    }
}
