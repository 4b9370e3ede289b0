using System.ComponentModel;

namespace CompiledRules.Runtime.Matching;

/// <summary>What a column of a row holds for an index.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public enum KeyKind
{
    /// <summary>A value that the constants of the index are compared with.</summary>
    Value,

    /// <summary>Null, missing or not a number: no comparison holds.</summary>
    None,

    /// <summary>A value of another kind, which only the rule itself can judge.</summary>
    Other,
}

/// <summary>Reads the column that an index is about.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public delegate KeyKind KeyReader<TRow, TKey>(in TRow row, out TKey key);

/// <summary>Readers of rows of slots.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class SlotKeys
{
    public static KeyReader<Row, double> Number(int slot) => (in Row row, out double key) =>
    {
        ref readonly var value = ref row.Slots[slot];
        key = 0;
        if (value.IsFloat)
            key = value.AsFloat();
        else if (value.IsInteger)
            key = value.AsInteger();
        else
            return value.IsNull ? KeyKind.None : KeyKind.Other;
        return double.IsNaN(key) ? KeyKind.None : KeyKind.Value;
    };

    public static KeyReader<Row, SqlValue> Text(int slot) => (in Row row, out SqlValue key) =>
    {
        key = row.Slots[slot];
        return key.IsString ? KeyKind.Value : key.IsNull ? KeyKind.None : KeyKind.Other;
    };
}
