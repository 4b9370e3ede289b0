using BenchmarkDotNet.Running;
using CompiledRules.Benchmarks;

var isQuick = args.Contains("--quick");
BenchmarkSwitcher.FromAssembly(typeof(QuickConfig).Assembly)
    .Run(isQuick ? [.. args.Where(static argument => argument != "--quick"), .. QuickConfig.FilterFor(args)] : args, isQuick ? new QuickConfig() : null);
