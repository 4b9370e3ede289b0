using CompiledRules.State;

namespace CompiledRules.Functions.Analytic;

/// <summary>The value where it differs from the last different one, deeply and by kind; otherwise null.</summary>
/// <remarks>A null is a change when it is not ignored, and is told as null either way. The first value that is not null is a change.</remarks>
[SqlAnalytic("changed_col")]
public struct ChangedCol : IAnalytic
{
    private SqlValue _last;

    public SqlValue Next(bool when, bool ignoreNull, SqlValue value)
    {
        if (!when || !ColumnChange.Take(ref _last, value, ignoreNull))
            return SqlValue.Null;

        return _last;
    }

    public readonly void Save(IStateWriter writer)
    {
        writer.Section("changed_col", 1);
        writer.Write(_last);
    }

    public void Load(IStateReader reader)
    {
        reader.Section("changed_col");
        _last = reader.ReadValue();
    }
}
