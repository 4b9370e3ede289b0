using System.Globalization;
using System.Runtime.CompilerServices;
using System.Runtime.Loader;
using CompiledRules.Compiler.Catalogs;
using CompiledRules.Runtime.Rules;
using CompiledRules.Sql.Symbols;

namespace CompiledRules.Compiler.Tests;

/// <summary>Compiling, running and dropping rules leaves nothing behind. <c>COMPILE_CYCLES=10000</c> makes it long.</summary>
[NonParallelizable]
public sealed class CompileCyclesTests
{
    private const int Blocks = 8;

    private static readonly Catalog s_catalog = new([new StreamSymbol("demo", StreamKind.Stream, [], true)], new FunctionTable(FunctionReader.BuiltIn));

    private static int Asked => int.TryParse(Environment.GetEnvironmentVariable("COMPILE_CYCLES"), CultureInfo.InvariantCulture, out var cycles) ? cycles : 0;

    [Test]
    public void Memory_stays_flat_and_assemblies_go([Values] RuleBackend backend, [Values] bool isOfOneShape)
    {
        var cycles = Math.Max(Asked, backend == RuleBackend.Instant ? 400 : 80);
        var sizes = new List<long>();
        for (var block = 0; block < Blocks; block++)
        {
            for (var i = 0; i < cycles / Blocks; i++)
                CompileRunAndDrop(block * cycles + i, backend, isOfOneShape);
            sizes.Add(Settle());
        }

        // The first blocks fill caches that stay.
        Assert.That(sizes[^1] - sizes[Blocks / 2], Is.LessThan(256 * 1024), string.Join(' ', sizes));
        Assert.That(Contexts(), Is.Zero);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void CompileRunAndDrop(int number, RuleBackend backend, bool isOfOneShape)
    {
        var name = isOfOneShape ? "b" : $"b{number}";
        // What the code is depends on the bits of the number, where shapes are to differ.
        var terms = isOfOneShape ? "" : string.Concat(Enumerable.Range(0, 16).Select(bit => (number >> bit & 1) == 0 ? " + a" : " - a"));
        var tiering = new TieringOptions { HotFrom = 1, Scheduler = new InPlaceScheduler() };
        var rule = RuleCompiler.Compile($"SELECT a * {number}{terms} AS {name} FROM demo WHERE a >= 0", s_catalog, backend: backend, tiering: tiering);
        var output = new Collected<Row>();
        var run = rule.Program.Start(new RuleStart("", TimeProvider.System, TimeZoneInfo.Utc, new KeyedState(), new Runtime.Time.RuleTimers(0), output));
        run.Open();
        for (var i = 0; i < 3; i++)
            run.InputOf(0).OnNext([new Row([SqlValue.From((long)i)], 0)]);
        Assert.That(output.Rows, Has.Count.EqualTo(3));
    }

    private static long Settle()
    {
        for (var i = 0; i < 20 && Contexts() > 0; i++)
        {
            GC.Collect();
            GC.WaitForPendingFinalizers();
        }

        return GC.GetTotalMemory(forceFullCollection: true);
    }

    private static int Contexts() => AssemblyLoadContext.All.Count(static context => context.Name == "CompiledRules");
}
