using CompiledRules.Runtime.Collections;

namespace CompiledRules.Runtime.Calls;

/// <summary>Makes the unit that goes on of the one that came: the same with room for results.</summary>
internal abstract class CallSlots<TIn, TOut>
{
    /// <param name="part">The part of a joined row that takes the results; unused for other units.</param>
    public static CallSlots<TIn, TOut> Of(int part)
    {
        object slots =
            typeof(TIn) == typeof(Row) ? new OfRows()
            : typeof(TIn) == typeof(TaggedRow) ? new OfTaggedRows()
            : typeof(TIn) == typeof(JoinedRow) ? new OfJoinedRows(part)
            : new OfUnits<TIn>();
        return (CallSlots<TIn, TOut>)slots;
    }

    /// <param name="values">Takes the results.</param>
    /// <param name="first">Where the first result goes.</param>
    public abstract TOut Extend(TIn unit, int calls, out SqlValue[] values, out int first);

    private static Row WithRoom(Row row, int calls, out SqlValue[] values, out int first)
    {
        first = row.Slots.Length;
        values = new SqlValue[first + calls];
        row.Slots.CopyTo(values, 0);
        return new Row(values, row.Timestamp, row.Metadata);
    }

    private sealed class OfRows : CallSlots<Row, Row>
    {
        public override Row Extend(Row unit, int calls, out SqlValue[] values, out int first) => CallSlots<Row, Row>.WithRoom(unit, calls, out values, out first);
    }

    private sealed class OfTaggedRows : CallSlots<TaggedRow, TaggedRow>
    {
        public override TaggedRow Extend(TaggedRow unit, int calls, out SqlValue[] values, out int first) =>
            unit with { Row = CallSlots<Row, Row>.WithRoom(unit.Row, calls, out values, out first) };
    }

    private sealed class OfJoinedRows(int part) : CallSlots<JoinedRow, JoinedRow>
    {
        public override JoinedRow Extend(JoinedRow unit, int calls, out SqlValue[] values, out int first)
        {
            (values, first) = (new SqlValue[calls], 0);
            return unit.With(part, new Row(values, 0));
        }
    }

    private sealed class OfUnits<TUnit> : CallSlots<TUnit, Called<TUnit>>
    {
        public override Called<TUnit> Extend(TUnit unit, int calls, out SqlValue[] values, out int first)
        {
            (values, first) = (new SqlValue[calls], 0);
            return new Called<TUnit>(unit, values);
        }
    }
}
