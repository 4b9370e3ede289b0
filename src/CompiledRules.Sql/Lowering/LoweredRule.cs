using CompiledRules.Sql.Binding;
using CompiledRules.Sql.Symbols;
using CompiledRules.Sql.Syntax;
using CompiledRules.Sql.Text;

namespace CompiledRules.Sql.Lowering;

/// <summary>A rule as operations: what a back end compiles.</summary>
/// <param name="Inputs">The rows that come in, by source.</param>
/// <param name="Output">The columns that go out.</param>
/// <param name="Sites">The calls that keep something from row to row.</param>
/// <param name="Places">The parts of the SQL that an error can name, by the index of their mark.</param>
public sealed record LoweredRule(
    EquatableArray<RowShape> Inputs, OutputShape Output, EquatableArray<LoweredSite> Sites, EquatableArray<LoweredPlace> Places, LoweredOperator Root)
{
    /// <summary>The functions of other processes that the rule calls, by their number.</summary>
    public EquatableArray<FunctionSymbol> Functions { get; init; }
}

/// <summary>A call that keeps a state from row to row.</summary>
/// <param name="Holder">The full name of the C# type that holds it.</param>
public readonly record struct LoweredSite(int Site, string Holder);

/// <summary>A part of the SQL.</summary>
/// <param name="Clause">The clause as error messages name it: <c>Where</c>, <c>Select</c>, <c>Join</c>.</param>
public readonly record struct LoweredPlace(string Clause, TextSpan Span);

/// <summary>The rows that a rule gives.</summary>
/// <param name="Record">The C# type, or null for rows of slots.</param>
/// <param name="Columns">Column names by slot, in the order of an encoder: by the bytes of their UTF-8 form.</param>
/// <param name="SpreadSlot">The slot of an object whose entries are columns too, unless a slot of the same name has a value; -1 for none.</param>
public sealed record OutputShape(RecordShape? Record, EquatableArray<string> Columns, int SpreadSlot)
{
    public LoweredType Type => LoweredType.Clr(Record?.TypeName ?? RuntimeNames.Row);
}

/// <summary>A C# type that output rows are made of.</summary>
/// <param name="Constructor">The parameters of the constructor to call, in order; empty for the one without parameters.</param>
/// <param name="Members">The members to set afterwards.</param>
/// <param name="IsInferred">Whether the type is still to be made: its members are then those of the select list.</param>
public sealed record RecordShape(
    string TypeName, EquatableArray<ColumnSymbol> Constructor, EquatableArray<ColumnSymbol> Members, bool IsInferred = false);

/// <summary>A step of a rule. Each holds functions of the unit it works on; how units move between steps is the run time's.</summary>
public abstract record LoweredOperator;

/// <summary>Rows as they arrive.</summary>
/// <param name="Timestamp">Takes the event time of a row, in milliseconds; null in processing time.</param>
public sealed record LoweredScan(RowShape Shape, LoweredLambda? Timestamp) : LoweredOperator;

/// <summary>All inputs as one sequence of rows that know their source.</summary>
public sealed record LoweredMerge(EquatableArray<LoweredOperator> Inputs) : LoweredOperator;

/// <param name="Streams">The sources whose rows it waits for.</param>
public sealed record LoweredWatermark(LoweredOperator Input, EquatableArray<int> Streams) : LoweredOperator;

/// <summary>Runs one body for each row, which adds no or one row of <paramref name="RowType"/> to the output. A failing body is an error of that row.</summary>
public sealed record LoweredRows(LoweredOperator Input, LoweredType RowType, LoweredLambda Body) : LoweredOperator;

/// <summary>Makes calls into other processes with each unit and hands it on with their results.</summary>
/// <param name="UnitType">The units that go on: rows with further slots, joined rows with a further part, or units beside their results.</param>
/// <param name="Part">The part of a joined row that takes the results; -1 for other units.</param>
/// <param name="IsCollective">Whether units come in collections.</param>
public sealed record LoweredRemote(LoweredOperator Input, LoweredType UnitType, EquatableArray<LoweredRemoteCall> Calls, int Part, bool IsCollective) : LoweredOperator;

/// <param name="Function">Its number among the functions of the rule.</param>
/// <param name="Condition">Whether the call is made; null for always.</param>
/// <param name="Arguments">Gives its arguments.</param>
/// <param name="Place">Index of the call among the rule's places.</param>
public sealed record LoweredRemoteCall(int Function, LoweredLambda? Condition, LoweredLambda Arguments, int Place);

/// <summary>Collects rows. Lambdas are null where the statement has no such condition.</summary>
public sealed record LoweredWindow(
    LoweredOperator Input, BoundWindow Window, LoweredLambda? Trigger, LoweredLambda? Partition, LoweredLambda? Begin, LoweredLambda? Emit) : LoweredOperator;

/// <summary>Each row as a collection of its own.</summary>
public sealed record LoweredSingle(LoweredOperator Input) : LoweredOperator;

/// <summary>Adds the rows that are kept of a table.</summary>
/// <param name="Conversion">The body that makes a row of slots of each row that comes; null where rows come so.</param>
/// <param name="Filter">Decides which rows are kept; null for all.</param>
public sealed record LoweredTable(LoweredOperator Input, RowShape Table, LoweredLambda? Conversion, LoweredLambda? Filter) : LoweredOperator;

/// <param name="On">Decides on a candidate pair; null when every pair matches.</param>
/// <param name="LeftKeys">Gives the columns of the rows so far that the condition wants equal to <paramref name="RightKeys"/>, in order; null where there are none.</param>
/// <param name="RightKeys">Gives those of a row of the source that is joined.</param>
public sealed record LoweredJoin(LoweredOperator Input, JoinKind Kind, int Right, LoweredLambda? On, LoweredLambda? LeftKeys, LoweredLambda? RightKeys) : LoweredOperator;

/// <param name="Keys">Gives the values of the key columns, in the order of <paramref name="KeyColumns"/>.</param>
/// <param name="Residual">What of the ON clause filters after the lookup; null for nothing.</param>
public sealed record LoweredLookup(
    LoweredOperator Input, JoinKind Kind, RowShape Table, EquatableArray<string> KeyColumns, LoweredLambda Keys, LoweredLambda? Residual) : LoweredOperator;

/// <summary>Keeps the units of a collection for which the predicate holds; an error is one of the whole collection.</summary>
/// <param name="IsOfWhole">Whether the predicate is asked once, of the first unit, for all of the collection.</param>
public sealed record LoweredFilter(LoweredOperator Input, LoweredLambda Predicate, bool IsOfWhole) : LoweredOperator;

/// <summary>Folds a collection into groups.</summary>
/// <param name="Fold">Adds a unit to the set of groups that is its last parameter.</param>
/// <param name="IsIncremental">Whether rows are folded as they come into the window that is <paramref name="Input"/>, rather than when it is complete.</param>
/// <param name="MergeableStates">How many states are nested in a group's, where all of them merge; null where one does not.</param>
public sealed record LoweredAggregate(LoweredOperator Input, LoweredGroups Groups, LoweredLambda Fold, bool IsIncremental, int? MergeableStates) : LoweredOperator;

/// <summary>The C# types of groups, by their full names.</summary>
/// <param name="First">The units, or a type without members where nothing of the first unit of a group is read.</param>
/// <param name="Comparer">Compares keys.</param>
/// <param name="IsKeyed">Otherwise there is one group, also for an empty collection.</param>
public sealed record LoweredGroups(string First, string Key, string Comparer, string State, bool IsKeyed)
{
    public LoweredType Type => LoweredType.Clr($"{RuntimeNames.Group}<{First}, {Key}, {State}>");
}

/// <summary>Hands on each unit beside aggregates over its whole collection.</summary>
public sealed record LoweredTotals(LoweredOperator Input, string StateType, LoweredLambda Fold, LoweredType UnitType) : LoweredOperator;

public sealed record LoweredRowNumber(LoweredOperator Input, EquatableArray<LoweredNumbering> Calls, LoweredType UnitType) : LoweredOperator;

/// <param name="Partition">Null for the whole collection.</param>
/// <param name="Order">Null for the order at hand.</param>
public sealed record LoweredNumbering(LoweredLambda? Partition, LoweredSort? Order);

public sealed record LoweredOrder(LoweredOperator Input, LoweredSort Sort) : LoweredOperator;

/// <param name="Keys">Gives the values of the sort keys.</param>
public sealed record LoweredSort(LoweredLambda Keys, EquatableArray<bool> IsDescending);

/// <summary>Makes the output rows of a collection.</summary>
public sealed record LoweredProject(LoweredOperator Input, LoweredType UnitType, LoweredType RowType, LoweredLambda Body) : LoweredOperator;

/// <summary>Makes one output row per element.</summary>
/// <param name="Slot">Where the input row holds the elements, and the output row those that are no objects.</param>
/// <param name="Function">For messages.</param>
/// <param name="Output">The columns of the rows, before and after.</param>
public sealed record LoweredUnnest(LoweredOperator Input, int Slot, string Function, OutputShape Output) : LoweredOperator;

public sealed record LoweredDistinct(LoweredOperator Input) : LoweredOperator;

public sealed record LoweredLimit(LoweredOperator Input, long Count) : LoweredOperator;

/// <summary>Moves the values of output rows to other slots.</summary>
/// <param name="Slots">Where each slot's value comes from; -1 for none.</param>
/// <param name="Whole">The columns of the input, where a last slot takes the entire row as an object; null otherwise.</param>
public sealed record LoweredReshape(LoweredOperator Input, EquatableArray<int> Slots, OutputShape? Whole) : LoweredOperator;

public sealed record LoweredUnion(EquatableArray<LoweredOperator> Inputs) : LoweredOperator;
