using CompiledRules.State;

namespace CompiledRules.Functions.Analytic;

/// <summary>Whether any of the values differs from the one that was last kept for it, deeply and by kind. Each is kept by itself.</summary>
[SqlAnalytic("had_changed", MinArguments = 2)]
public struct HadChanged : IAnalytic
{
    private SqlValue[]? _last;

    public bool Next(bool when, bool ignoreNull, params ReadOnlySpan<SqlValue> values)
    {
        if (!when)
            return false;

        if (_last is null || _last.Length < values.Length)
            Array.Resize(ref _last, values.Length);

        var hasChanged = false;
        for (var i = 0; i < values.Length; i++)
            hasChanged |= ColumnChange.Take(ref _last[i], values[i], ignoreNull);
        return hasChanged;
    }

    public readonly void Save(IStateWriter writer)
    {
        writer.Section("had_changed", 1);
        writer.Write((long)(_last?.Length ?? 0));
        foreach (var value in _last ?? [])
            writer.Write(value);
    }

    public void Load(IStateReader reader)
    {
        reader.Section("had_changed");
        _last = new SqlValue[reader.ReadInteger()];
        for (var i = 0; i < _last.Length; i++)
            _last[i] = reader.ReadValue();
    }
}
