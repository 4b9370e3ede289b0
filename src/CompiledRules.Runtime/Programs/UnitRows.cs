using CompiledRules.Runtime.Collections;
using CompiledRules.Runtime.Rules;
using CompiledRules.Runtime.Windows;
using CompiledRules.State;

namespace CompiledRules.Runtime.Programs;

/// <summary>What windows ask of the rows they keep: a time, a source, a form to save.</summary>
internal static class UnitRows
{
    /// <summary>Null for rows of a C# type.</summary>
    public static Func<TRow, Row>? RowOf<TRow>()
    {
        if (typeof(TRow) == typeof(TaggedRow))
            return (Func<TRow, Row>)(object)(Func<TaggedRow, Row>)(static row => row.Row);

        return typeof(TRow) == typeof(Row) ? (Func<TRow, Row>)(object)(Func<Row, Row>)(static row => row) : null;
    }

    /// <summary>Null for rows of a C# type, which have no time of their own.</summary>
    public static Func<TRow, long>? TimeOf<TRow>()
    {
        if (typeof(TRow) == typeof(TaggedRow))
            return (Func<TRow, long>)(object)(Func<TaggedRow, long>)(static row => row.Row.Timestamp);

        return typeof(TRow) == typeof(Row) ? (Func<TRow, long>)(object)(Func<Row, long>)(static row => row.Timestamp) : null;
    }

    /// <summary>Null for rows that are all of one source.</summary>
    public static Func<TRow, int>? SourceOf<TRow>() =>
        typeof(TRow) == typeof(TaggedRow) ? (Func<TRow, int>)(object)(Func<TaggedRow, int>)(static row => row.Source) : null;

    /// <summary>For the rows that a window keeps.</summary>
    public static IRowCodec<TRow> Codec<TRow>() => FirstCodec<TRow>() ?? UnsavedRows<TRow>.Instance;

    /// <summary>For the first row of a group; null where there is none.</summary>
    public static IRowCodec<TRow>? FirstCodec<TRow>() =>
        typeof(TRow) == typeof(NoRow) ? null : RowCodec.Instance as IRowCodec<TRow> ?? UnsavedRows<TRow>.Instance;

    // Of a C# type only the members that are columns are known, and not how to make one of them.
    private sealed class UnsavedRows<TRow> : IRowCodec<TRow>
    {
        public static readonly UnsavedRows<TRow> Instance = new();

        public void Write(IStateWriter writer, TRow row) => throw Refuse();

        public TRow Read(IStateReader reader) => throw Refuse();

        private static InvalidOperationException Refuse() => new($"A window of rows of {typeof(TRow).Name} cannot be saved: only rows of slots can");
    }
}
