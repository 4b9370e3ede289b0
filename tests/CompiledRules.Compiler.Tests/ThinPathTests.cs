using CompiledRules.Compiler.Expressions;
using CompiledRules.Runtime.Rules;
using CompiledRules.Sql.Binding;
using CompiledRules.Sql.Diagnostics;
using CompiledRules.Sql.Lowering;
using CompiledRules.Sql.Planning;
using CompiledRules.Sql.Symbols;
using CompiledRules.Sql.Text;

namespace CompiledRules.Compiler.Tests;

/// <summary><c>SELECT a + 1 AS b FROM demo WHERE a > 2</c> on each kind of row.</summary>
public sealed class ThinPathTests
{
    private static readonly TextSpan s_span = new(0, 0);

    [Test]
    public void Schemaless_rows_compute_with_the_kinds_that_came()
    {
        var lowered = Lowerer.Lower(Plan(new StreamSymbol("demo", StreamKind.Stream, [], true), SqlType.Any), null, new DiagnosticBag());
        Assert.That(RunRows(lowered), Is.EqualTo("4 4.5"));
    }

    [Test]
    public void Declared_rows_compute_in_the_declared_type()
    {
        var column = new ColumnSymbol("a", SqlType.Float);
        var lowered = Lowerer.Lower(Plan(new StreamSymbol("demo", StreamKind.Stream, [column], false), SqlType.Float), null, new DiagnosticBag());
        Assert.That(RunRows(lowered), Is.EqualTo("4 4.5"));
    }

    [Test]
    public void Rows_of_a_C_sharp_type_give_rows_of_another()
    {
        var column = new ColumnSymbol("a", SqlType.BigInt, false, "A");
        var stream = new StreamSymbol("demo", StreamKind.Stream, [column], false, default, TypeMap.NameOf(typeof(In)));
        var record = new RecordShape(TypeMap.NameOf(typeof(Out)), [], [new ColumnSymbol("b", SqlType.BigInt, false, "B")]);
        var lowered = Lowerer.Lower(Plan(stream, column), record, new DiagnosticBag());

        var loop = ExpressionEmitter.CompileLoop<In, Out>(((LoweredRows)lowered.Root).Body, new TypeMap([typeof(In), typeof(Out)]));
        var output = new Collected<Out>();
        new RowRule<In, Out>(loop, Context(lowered, output.OnError), output).OnNext([new In(3), new In(1), new In(7)]);

        Assert.That(output.Rows.Select(static row => row.B), Is.EqualTo([4, 8]));
    }

    private static string RunRows(LoweredRule lowered)
    {
        var loop = ExpressionEmitter.CompileLoop<Row, Row>(((LoweredRows)lowered.Root).Body, new TypeMap([]));
        var output = new Collected<Row>();
        new RowRule<Row, Row>(loop, Context(lowered, output.OnError), output).OnNext([new Row([3L], 0), new Row([1L], 0), new Row([3.5], 0)]);
        return string.Join(' ', output.Rows.Select(static row => row.Slots[0]));
    }

    private static RuleContext Context(LoweredRule lowered, Action<RowError> onError) =>
        new("", TimeProvider.System, TimeZoneInfo.Utc, new KeyedState(), [.. lowered.Places.Select(static place => new RulePlace(place.Clause, "", 0, 0))], onError);

    private static ProjectPlan Plan(StreamSymbol stream, SqlType type) => Plan(stream, new ColumnSymbol("a", type));

    private static ProjectPlan Plan(StreamSymbol stream, ColumnSymbol column)
    {
        var source = new SourceSymbol(0, "demo", stream);
        var a = new BoundField(s_span, source, column);
        var where = new BoundBinary(s_span, BinaryOperator.Greater, a, new BoundLiteral(s_span, SqlType.BigInt, 2L), SqlType.Boolean, false);
        var sum = new BoundBinary(s_span, BinaryOperator.Add, a, new BoundLiteral(s_span, SqlType.BigInt, 1L), column.Type, true);
        var alias = new BoundAlias(s_span, new AliasSymbol("b", sum));
        return new ProjectPlan(
            new FilterPlan(new ScanPlan(source, [column], false, null), where),
            [new BoundValueColumn(s_span, "b", alias, true, NullOutput.Omit)]);
    }

    public readonly record struct In(long A);

    public sealed class Out
    {
        public long B { get; set; }
    }
}
