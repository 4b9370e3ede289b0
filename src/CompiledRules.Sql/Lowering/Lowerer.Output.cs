using System.Text;
using CompiledRules.Sql.Binding;
using CompiledRules.Sql.Diagnostics;
using CompiledRules.Sql.Symbols;
using CompiledRules.Sql.Text;

namespace CompiledRules.Sql.Lowering;

public sealed partial class Lowerer
{
    /// <summary>An output column while its row is written.</summary>
    private sealed record OutputColumn(string Name, TextSpan Span, LoweredExpression Value, NullOutput Nulls);

    private List<LoweredStatement> EmitRow(
        EquatableArray<BoundColumn> columns, ExpressionLowerer lowerer, LambdaScope scope, LoweredVariable? origin, LoweredVariable output)
    {
        var statements = new List<LoweredStatement>();
        var value = OutputRow(columns, lowerer, scope, statements, origin);
        if (value is not null)
            statements.Add(new LoweredDo(new LoweredInstanceCall(LoweredType.Void, output, "Add", [value])));
        return statements;
    }

    /// <summary>The output row; what can fail is computed by statements before it, each with its mark.</summary>
    /// <param name="origin">The row whose time and metadata the output keeps; null where there is no such row.</param>
    private LoweredNew? OutputRow(
        EquatableArray<BoundColumn> columns, ExpressionLowerer lowerer, LambdaScope scope, List<LoweredStatement> statements, LoweredExpression? origin)
    {
        var named = new List<OutputColumn>();
        LoweredExpression? spread = null;
        foreach (var column in columns)
        {
            var found = Columns(column, lowerer, out var part);
            if (part is not null)
                spread = Join(spread, Named(part, column.Span, scope, statements));
            foreach (var entry in found)
                AddColumn(named, entry with { Value = Named(_record is null && entry.Nulls == NullOutput.KeepNull ? Lowered.ToValue(entry.Value) : entry.Value, entry.Span, scope, statements) }, isExplicit: column is not BoundWildcardColumn);
        }

        if (_options.SendMetaToSink && origin is not null)
            named.Add(new OutputColumn("__meta", columns[0].Span, new LoweredMember(LoweredType.Object.Nullable(), origin, "Metadata"), NullOutput.Omit));
        return _record is null ? SlotRow(named, spread, columns.Any(static column => column is BoundTableColumn), scope, origin) : RecordRow(named, spread, columns);
    }

    private static LoweredExpression Join(LoweredExpression? first, LoweredExpression second) =>
        first is null ? second : new LoweredCall(LoweredType.Object, RuntimeNames.Spread, "Merge", [first, second]);

    // A name written out wins over the same name from a wildcard; among wildcards the first wins.
    private static void AddColumn(List<OutputColumn> columns, OutputColumn column, bool isExplicit)
    {
        var position = columns.FindIndex(known => known.Name == column.Name);
        if (position < 0)
            columns.Add(column);
        else if (isExplicit)
            columns[position] = column;
    }

    private LoweredExpression Named(LoweredExpression value, TextSpan span, LambdaScope scope, List<LoweredStatement> statements)
    {
        if (!CanFail(value))
            return value;

        var local = scope.Local(value.Type, "c");
        statements.Add(Mark(scope.Context, "Select", span));
        statements.Add(new LoweredAssign(local, value));
        return local;
    }

    private static List<OutputColumn> Columns(BoundColumn column, ExpressionLowerer lowerer, out LoweredExpression? spread)
    {
        spread = null;
        switch (column)
        {
            case BoundValueColumn value:
                return value.IsVisible ? [new OutputColumn(value.Name, value.Span, lowerer.Lower(value.Expression), value.Nulls)] : [];
            case BoundWildcardColumn wildcard when lowerer.IsExpandable(wildcard.Row.Source):
                return lowerer.Expand(wildcard.Row).Select(entry => new OutputColumn(entry.Name, column.Span, entry.Value, NullOutput.KeepNull)).ToList();
            case BoundChangedColumns changed:
                spread = lowerer.LowerChangedColumns(changed);
                return [];
            case BoundTableColumn table:
                // The elements stand in the column of their name until they are made rows.
                return [new OutputColumn(table.Name, table.Span, lowerer.LowerTable(table), NullOutput.KeepNull)];
            case BoundWildcardColumn wildcard:
                spread = lowerer.Lower(wildcard.Row);
                return [];
            default:
                throw new InvalidOperationException($"No lowered form for {column.GetType().Name}");
        }
    }

    private LoweredNew SlotRow(List<OutputColumn> columns, LoweredExpression? spread, bool hasTable, LambdaScope scope, LoweredExpression? origin)
    {
        columns.Sort(static (left, right) => CompareBytes(left.Name, right.Name));
        var values = columns.Select(static column => SlotValue(column)).ToList();
        var isSpread = spread is not null || hasTable;
        if (isSpread)
            values.Add(spread is null ? Lowered.Missing : Lowered.ToValue(spread));

        _output = new OutputShape(null, columns.Select(static column => column.Name).ToEquatableArray(), isSpread ? columns.Count : -1);
        LoweredExpression time = origin is null
            ? new LoweredMember(LoweredType.Int64, scope.RowContext(), "EventTime")
            : new LoweredMember(LoweredType.Int64, origin, "Timestamp");
        LoweredExpression metadata = origin is null
            ? Lowered.Null(LoweredType.Object)
            : new LoweredMember(LoweredType.Object.Nullable(), origin, "Metadata");
        return new LoweredNew(_output.Type, [new LoweredNewArray(LoweredType.Clr(RuntimeNames.Values), values.ToEquatableArray()), time, metadata], []);
    }

    private static LoweredExpression SlotValue(OutputColumn column)
    {
        var value = Lowered.ToValue(column.Value);
        var canBeNull = column.Value.Type.IsNullable && column.Value is not LoweredConstant { Value: not null };
        return (column.Nulls, canBeNull) switch
        {
            (NullOutput.KeepNull, _) or (_, false) => value,
            (NullOutput.Omit, _) => new LoweredCall(LoweredType.Value, RuntimeNames.Operators, "OmitNull", [value]),
            _ => new LoweredCall(LoweredType.Value, RuntimeNames.Operators, "WriteNull", [value]),
        };
    }

    private static int CompareBytes(string left, string right)
    {
        var (x, y) = (Encoding.UTF8.GetBytes(left), Encoding.UTF8.GetBytes(right));
        for (var i = 0; i < Math.Min(x.Length, y.Length); i++)
        {
            if (x[i] != y[i])
                return x[i].CompareTo(y[i]);
        }

        return x.Length.CompareTo(y.Length);
    }

    private LoweredNew? RecordRow(List<OutputColumn> columns, LoweredExpression? spread, EquatableArray<BoundColumn> written)
    {
        var record = _record!.IsInferred ? Infer(_record, columns) : _record;
        _output = new OutputShape(record, [], -1);
        if (spread is not null)
        {
            Report(SqlDiagnostics.WildcardNeedsColumns.At(written[0].Span, record.TypeName));
            return null;
        }

        var unused = columns.ToList();
        var arguments = record.Constructor.Select(member => MemberValue(record, member, columns, unused, written[0].Span)).ToEquatableArray();
        var members = record.Members
            .Where(member => Find(columns, member.Name) is not null)
            .Select(member => new LoweredInitializer(member.Member ?? member.Name, MemberValue(record, member, columns, unused, written[0].Span)))
            .ToEquatableArray();
        foreach (var column in unused)
            Report(NoMemberFor(column, record));
        return new LoweredNew(LoweredType.Clr(record.TypeName), arguments, members);
    }

    private static SqlDiagnostic NoMemberFor(OutputColumn column, RecordShape record)
    {
        var diagnostic = SqlDiagnostics.NoMemberForColumn.At(column.Span, record.TypeName, column.Name);
        return MemberName(column.Name) == column.Name
            ? diagnostic with { Fix = new AddMemberFix(record.TypeName, column.Name, Emit.CSharpText.TypeName(column.Value.Type)) }
            : diagnostic;
    }

    private static RecordShape Infer(RecordShape record, List<OutputColumn> columns) => record with
    {
        Members = columns.Select(static column => new ColumnSymbol(column.Name, Lowered.SqlTypeOf(column.Value.Type), column.Value.Type.IsNullable, MemberName(column.Name))).ToEquatableArray(),
    };

    // A column may have any name between backticks.
    private static string MemberName(string column)
    {
        var name = string.Concat(column.Select(static letter => char.IsLetterOrDigit(letter) ? letter : '_'));
        return name.Length == 0 || char.IsDigit(name[0]) ? "_" + name : name;
    }

    private static OutputColumn? Find(List<OutputColumn> columns, string name) =>
        columns.Find(column => column.Name == name)
        ?? columns.Find(column => string.Equals(column.Name, name, StringComparison.OrdinalIgnoreCase));

    private LoweredExpression MemberValue(RecordShape record, ColumnSymbol member, List<OutputColumn> columns, List<OutputColumn> unused, TextSpan span)
    {
        var type = Lowered.TypeOf(member.Type).Nullable(member.IsNullable);
        if (Find(columns, member.Name) is not { } column)
        {
            Report(SqlDiagnostics.NoColumnForMember.At(span, record.TypeName, member.Name));
            return Lowered.Null(type);
        }

        unused.Remove(column);
        var value = ExpressionLowerer.ToMember(column.Value, type, column.Name);
        if (value is null)
        {
            Report(SqlDiagnostics.ColumnDoesNotFitMember.At(column.Span, column.Name, column.Value.Type.Kind.ToString(), record.TypeName, member.Name));
            return Lowered.Null(type);
        }

        return member.ClrType is null ? value : ToClr(value, member);
    }

    private static LoweredExpression ToClr(LoweredExpression value, ColumnSymbol member)
    {
        var clr = LoweredType.Clr(member.ClrType!, member.IsNullable);
        return (value.Type.Kind, member.ClrType) switch
        {
            (LoweredKind.Int64, "System.Int32") when !member.IsNullable => new LoweredCall(clr, RuntimeNames.Columns, "ToInt32", [value]),
            (LoweredKind.Time, "System.DateTime") => new LoweredCall(clr, RuntimeNames.Columns, "ToDateTime", [value]),
            (LoweredKind.Time, _) => new LoweredCall(clr, RuntimeNames.Columns, "ToDateTimeOffset", [value]),
            _ => new LoweredConvert(value, clr),
        };
    }

    private void Report(SqlDiagnostic diagnostic) => _diagnostics.Report(diagnostic);
}
