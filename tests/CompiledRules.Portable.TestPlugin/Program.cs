using CompiledRules;
using CompiledRules.Portable.Sdk;
using CompiledRules.Portable.TestPlugin;

return await new Plugin(Path.GetFileName(Environment.CurrentDirectory))
    .Scalar("add", (long a, long b) => a + b)
    .Scalar("greet", (string name) => $"Hello, {name}!")
    .Scalar("orzero", (double? value) => value ?? 0)
    .Scalar("echo", (SqlValue value) => value)
    .Scalar("picky", (long value) => value % 3 == 0 ? throw new InvalidOperationException($"{value} is a multiple of three") : value)
    .Scalar("die", (long value) => Death.Once(value))
    .Aggregate("spread", (IReadOnlyList<double> values) => values.Max() - values.Min())
    .Variadic("count", Counter.Count, "bigint")
    .Source("ticks", () => new Ticks())
    .Sink("lines", () => new Lines())
    .RunAsync();
