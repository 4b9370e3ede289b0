using BenchmarkDotNet.Running;
using CompiledRules.External.Benchmarks;

BenchmarkSwitcher.FromAssembly(typeof(GrpcBenchmarks).Assembly).Run(args);
