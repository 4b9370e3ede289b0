using BenchmarkDotNet.Running;
using CompiledRules.Benchmarks;
using CompiledRules.Benchmarks.Backends;

if (args.Contains("--memory"))
    MemoryPerRule.Print(Console.Out);
else if (args.Contains("--quick"))
    QuickRun.Run(args);
else
    BenchmarkSwitcher.FromAssembly(typeof(QuickRun).Assembly).Run(args);
