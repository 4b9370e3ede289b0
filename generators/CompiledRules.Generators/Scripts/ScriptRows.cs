using CompiledRules.Sql;
using CompiledRules.Sql.Symbols;

namespace CompiledRules.Generators.Scripts;

/// <summary>Streams of a script as C# types.</summary>
internal static class ScriptRows
{
    public static string TypeOf(StreamSymbol stream) => ScriptNames.Pascal(stream.Name) + "Row";

    /// <summary>Any column may be missing in a message, so all may be null. What is in arrays and objects is known only when a row is there.</summary>
    public static EquatableArray<ColumnSymbol> ColumnsOf(StreamSymbol stream) => stream.Columns.Items
        .Select(static column => column with { Type = TypeOf(column.Type), IsNullable = true, Member = ScriptNames.Pascal(column.Name) })
        .ToEquatableArray();

    /// <summary>The stream as one of rows of that type.</summary>
    public static StreamSymbol Typed(StreamSymbol stream, RuleScript script) => stream with { Columns = ColumnsOf(stream), RowType = script.QualifiedName(TypeOf(stream)) };

    private static SqlType TypeOf(SqlType type) => type.Kind switch
    {
        SqlTypeKind.Array => SqlType.AnyArray,
        SqlTypeKind.Struct => SqlType.AnyObject,
        _ => type,
    };
}
