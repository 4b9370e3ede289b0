using System.Buffers;
using System.Text;
using CompiledRules;
using CompiledRules.Compiler;
using CompiledRules.Compiler.Catalogs;
using CompiledRules.Sql.Symbols;

namespace AdHocSql;

/// <summary>A statement that nobody knew when the application was built.</summary>
internal static class Query
{
    private static readonly Catalog s_catalog = new(
        [new StreamSymbol("readings", StreamKind.Stream, [new("room", SqlType.String), new("temperature", SqlType.Float)], IsSchemaless: false)],
        new FunctionTable(FunctionReader.BuiltIn));

    /// <summary>Compiles a statement, runs the readings through it and writes each result as a line of JSON.</summary>
    public static void Run(string sql, TextWriter output)
    {
        try
        {
            var results = new ArrayBufferWriter<byte>();
            var rule = new JsonRule(RuleCompiler.Compile(sql, s_catalog), RowSchema.Schemaless, results, Readings.Start, message => output.WriteLine($"  {message}"));
            foreach (var (time, reading) in Readings.All())
                rule.OnMessage(Encoding.UTF8.GetBytes(reading), time);
            rule.OnCompleted();
            output.Write(Encoding.UTF8.GetString(results.WrittenSpan));
        }
        catch (RuleCompilationException exception)
        {
            output.WriteLine($"  {exception.Message}");
        }
    }
}
