using CompiledRules.State;

namespace CompiledRules.Functions.Analytic;

/// <summary>The columns whose value differs from the last different one, under their names with a prefix.</summary>
/// <remarks>Values are kept by column name, whatever the prefix. Null when nothing changed.</remarks>
[SqlColumns("changed_cols", MinArguments = 3)]
public struct ChangedCols : IColumnsFunction
{
    private Dictionary<string, SqlValue>? _last;

    public SqlObject? Next(ReadOnlySpan<string> columns, string prefix, bool ignoreNull, params ReadOnlySpan<SqlValue> values)
    {
        if (columns.Length != values.Length)
            throw new SqlException($"changed_cols needs a name for each value, not {columns.Length} for {values.Length}");

        _last ??= new Dictionary<string, SqlValue>(StringComparer.Ordinal);
        SqlObject.Builder? changed = null;
        for (var i = 0; i < columns.Length; i++)
        {
            ref var last = ref System.Runtime.InteropServices.CollectionsMarshal.GetValueRefOrAddDefault(_last, columns[i], out _);
            if (ColumnChange.Take(ref last, values[i], ignoreNull))
                (changed ??= new SqlObject.Builder())[prefix + columns[i]] = last;
        }

        return changed?.ToObject();
    }

    public readonly void Save(IStateWriter writer)
    {
        writer.Section("changed_cols", 1);
        writer.Write(SqlObject.From(_last ?? []));
    }

    public void Load(IStateReader reader)
    {
        reader.Section("changed_cols");
        _last = new Dictionary<string, SqlValue>(reader.ReadValue().AsObject(), StringComparer.Ordinal);
    }
}
