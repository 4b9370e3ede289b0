using CompiledRules.Compiler.Catalogs;
using CompiledRules.Sql.Diagnostics;
using CompiledRules.Sql.Lowering;
using CompiledRules.Sql.Planning;
using CompiledRules.Sql.Scripts;
using CompiledRules.Sql.Symbols;

namespace CompiledRules.Generators.Tests.Help;

/// <summary>A statement that gives a diagnostic, and the same without it.</summary>
internal sealed record HelpExample(string Id, string Wrong, string Right)
{
    /// <summary>What the statements of examples read.</summary>
    public const string Definitions = """
        CREATE STREAM readings (room STRING, temperature FLOAT, level BIGINT, ok BOOLEAN, tags ARRAY(STRING), place STRUCT(city STRING), ts BIGINT) WITH (DATASOURCE="readings");
        CREATE STREAM doors (room STRING, isOpen BOOLEAN) WITH (DATASOURCE="doors");
        CREATE TABLE rooms (room STRING) WITH (DATASOURCE="rooms.json", TYPE="file");
        CREATE TABLE limits (room STRING, high FLOAT) WITH (DATASOURCE="limits", TYPE="memory", KIND="lookup", KEY="room");
        """;

    private static readonly Catalog s_functions = new([], new FunctionTable(FunctionReader.BuiltIn));
    private static readonly ScriptCompilation s_streams = ScriptCompilation.Compile(Definitions, s_functions);

    public static IReadOnlyDictionary<string, HelpExample> All { get; } = File.ReadAllLines(HelpPages.PathOf("examples.txt"))
        .Select(static line => line.Split(" | "))
        .ToDictionary(static parts => parts[0], static parts => new HelpExample(parts[0], parts[1], parts[2]));

    public IReadOnlyList<SqlDiagnostic> WhatIsWrong => Diagnose(Wrong);

    public IReadOnlyList<SqlDiagnostic> WhatIsLeft => Diagnose(Right);

    public override string ToString() => Id;

    private static IReadOnlyList<SqlDiagnostic> Diagnose(string sql)
    {
        var catalog = new Catalog(s_streams.Streams, new FunctionTable(FunctionReader.BuiltIn));
        if (sql.EndsWith(';'))
            return [.. ScriptCompilation.Compile(sql, catalog).Diagnostics];

        var compilation = Sql.Compilation.Compile(sql, catalog, RuleOptions.Default);
        var diagnostics = new DiagnosticBag();
        diagnostics.ReportAll(compilation.Diagnostics);
        if (compilation.Plan is { } plan)
            Lowerer.Lower(plan, null, RuleOptions.Default, diagnostics);
        return [.. diagnostics.ToSorted()];
    }
}
