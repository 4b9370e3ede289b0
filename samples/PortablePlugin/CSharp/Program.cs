using CompiledRules.Portable.Sdk;
using Meter;

return await new Plugin("meter")
    .Scalar("cs_celsius", (double fahrenheit) => (fahrenheit - 32) / 1.8)
    .Aggregate("cs_spread", (IReadOnlyList<double> values) => values.Count == 0 ? 0 : values.Max() - values.Min())
    .Variadic("cs_visits", Visits.Count, "bigint")
    .Source("cs_meter", () => new MeterSource())
    .Sink("cs_file", () => new FileSink())
    .RunAsync();
