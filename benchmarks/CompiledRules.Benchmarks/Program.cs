using BenchmarkDotNet.Running;
using CompiledRules.Benchmarks;

if (args.Contains("--quick"))
    QuickRun.Run(args);
else
    BenchmarkSwitcher.FromAssembly(typeof(QuickRun).Assembly).Run(args);
