using System.Diagnostics;
using System.Globalization;
using CompiledRules.Compiler;
using CompiledRules.Compiler.Catalogs;
using CompiledRules.Runtime.Rules;
using CompiledRules.Runtime.Time;
using CompiledRules.Sql.Symbols;

namespace CompiledRules.Benchmarks.Backends;

/// <summary>What a rule that is there and idle takes: its share of the managed heap, and of the memory of the process, code included.</summary>
internal static class MemoryPerRule
{
    private static readonly Catalog s_catalog = new([new StreamSymbol("demo", StreamKind.Stream, [], true)], new FunctionTable(FunctionReader.BuiltIn));

    public static void Print(TextWriter output)
    {
        output.WriteLine("| rules | heap, B a rule | heap with a run, B | resident with a run, B |");
        output.WriteLine("|---|---:|---:|---:|");
        Measure("of one shape", 5_000, static i => $"SELECT room, temperature * 1.8 + {i} AS f FROM demo WHERE temperature > {i} AND endswith(room, 'lab{i}')", output);
        Measure("of one shape, windows", 2_000, static i => $"SELECT room, avg(temperature) AS t FROM demo WHERE temperature > {i} GROUP BY room, TUMBLINGWINDOW(ss, 10)", output);
        Measure("with other columns", 2_000, static i => $"SELECT room, temperature{i} * 1.8 AS f{i} FROM demo WHERE temperature{i} > {i}", output);
        Measure("each with code of its own", 1_000, NewCode.Statement, output);
    }

    private static void Measure(string name, int count, Func<int, string> statement, TextWriter output)
    {
        var programs = new IRuleProgram[count];
        var runs = new IRuleRun[count];
        // What the first rules bring into memory is there for all.
        var warm = Enumerable.Range(count, 20).Select(i => Start(RuleCompiler.Compile(statement(i), s_catalog).Program)).ToList();
        var (heap, resident) = Now();
        for (var i = 0; i < count; i++)
            programs[i] = RuleCompiler.Compile(statement(i), s_catalog).Program;
        var compiled = Now().Heap;
        for (var i = 0; i < count; i++)
            runs[i] = Start(programs[i]);
        var (running, residentRunning) = Now();

        output.WriteLine(string.Create(
            CultureInfo.InvariantCulture, $"| {count} {name} | {(compiled - heap) / count} | {(running - heap) / count} | {(residentRunning - resident) / count} |"));
        GC.KeepAlive((programs, runs, warm));
    }

    private static IRuleRun Start(IRuleProgram program)
    {
        var run = program.Start(new RuleStart("", TimeProvider.System, TimeZoneInfo.Utc, new KeyedState(), new RuleTimers(0), new NoOutput()));
        run.Open();
        return run;
    }

    private static (long Heap, long Resident) Now()
    {
        // Gives what is free back to the system, so that what is resident is what is used.
        GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
        var heap = GC.GetTotalMemory(forceFullCollection: true);
        using var process = Process.GetCurrentProcess();
        return (heap, process.WorkingSet64);
    }

    private sealed class NoOutput : IRuleOutput<Row>
    {
        public void OnRows(ReadOnlySpan<Row> rows)
        {
        }

        public void OnCollection(ReadOnlySpan<Row> rows)
        {
        }

        public void OnError(RowError error)
        {
        }

        public void OnCompleted()
        {
        }
    }
}
