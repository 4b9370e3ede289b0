using CompiledRules.Compiler;
using CompiledRules.Compiler.Catalogs;
using CompiledRules.Sql.Planning;
using CompiledRules.Sql.Scripts;
using CompiledRules.Sql.Symbols;
using CompiledRules.Testing;
using CompiledRules.Testing.Cases;

namespace CompiledRules.Semantics.Tests.Calls;

/// <summary>A rule that calls functions of other processes, in virtual time.</summary>
internal sealed class CallRule
{
    public const string Demo = "CREATE STREAM demo (a BIGINT, b BIGINT) WITH (DATASOURCE=\"demo\", FORMAT=\"json\");\n";

    private CallRule(CompiledRule rule, RuleDriver driver) => (Rule, Driver) = (rule, driver);

    public CompiledRule Rule { get; }

    public RuleDriver Driver { get; }

    /// <summary>What came out so far, each with its time.</summary>
    public string[] Out => [.. Driver.Emissions.Select(static emission => $"{emission.Time}: {CaseText.Of(emission)}")];

    public static CallRule Of(string sql, string definitions, RuleOptions options, RuleBackend backend, params VirtualFunction[] functions) =>
        Of(sql, definitions, options, backend, [], functions);

    public static CallRule Of(
        string sql, string definitions, RuleOptions options, RuleBackend backend, IReadOnlyList<VirtualTable> tables, params VirtualFunction[] functions)
    {
        var table = new FunctionTable([.. FunctionReader.BuiltIn, .. functions.Select(RemoteFunctions.SymbolOf)]);
        var streams = ScriptCompilation.Compile(definitions, new Catalog([], table)).Streams;
        var rule = RuleCompiler.Compile(sql, new Catalog(streams, table), options, backend: backend);
        var driver = new RuleDriver(rule.Program, [.. streams], new RuleDriverOptions { Tables = tables });
        foreach (var function in functions)
            driver.Use(function);
        return new CallRule(rule, driver);
    }

    public CallRule At(long time)
    {
        Driver.AdvanceTo(time);
        return this;
    }

    public CallRule Send(string json, string stream = "demo")
    {
        Driver.Send(stream, SqlJson.Parse(json).AsObject());
        return this;
    }

    public CallRule Send(params int[] numbers)
    {
        foreach (var number in numbers)
            Send($$"""{"a":{{number}}}""");
        return this;
    }
}
