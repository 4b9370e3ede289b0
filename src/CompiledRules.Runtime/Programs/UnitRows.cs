using CompiledRules.Runtime.Collections;
using CompiledRules.Runtime.Rules;
using CompiledRules.Runtime.Windows;

namespace CompiledRules.Runtime.Programs;

/// <summary>What windows ask of the rows they keep: a time, a source, a form to save.</summary>
internal static class UnitRows
{
    public static Func<TRow, Row> RowOf<TRow>() => (Func<TRow, Row>)(object)(typeof(TRow) == typeof(TaggedRow)
        ? (Func<TaggedRow, Row>)(static row => row.Row)
        : (Func<Row, Row>)(static row => row));

    /// <summary>Null for rows that are all of one source.</summary>
    public static Func<TRow, int>? SourceOf<TRow>() =>
        typeof(TRow) == typeof(TaggedRow) ? (Func<TRow, int>)(object)(Func<TaggedRow, int>)(static row => row.Source) : null;

    public static IRowCodec<TRow> Codec<TRow>() => (IRowCodec<TRow>)(object)RowCodec.Instance;
}
