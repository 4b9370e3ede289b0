using CompiledRules.Sql;
using CompiledRules.Sql.Lowering;
using CompiledRules.Sql.Text;

namespace CompiledRules.Compiler.Programs;

/// <summary>Of what a body is made; equal shapes have one body.</summary>
/// <param name="Rule">Without constants and places.</param>
/// <param name="Input">The C# type of the rows that come in; null for rows of slots.</param>
/// <param name="Lines">The lines that a debugger shows, by place; empty where there is nothing to step through.</param>
internal sealed record RuleShape(LoweredRule Rule, RuleBackend Backend, Type? Input, EquatableArray<int> Lines)
{
    public static RuleShape Of(LoweredRule rule, EquatableArray<LoweredPlace> places, string sql, Type? input, RuleBackend backend) =>
        new(rule, backend, input, backend == RuleBackend.Optimized ? LinesOf(places, sql) : []);

    private static EquatableArray<int> LinesOf(EquatableArray<LoweredPlace> places, string sql)
    {
        var text = new SourceText(sql);
        return places.Select(place => text.PositionOf(Math.Min(place.Span.Start, sql.Length)).Line).ToEquatableArray();
    }
}
