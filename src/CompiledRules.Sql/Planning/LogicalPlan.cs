using CompiledRules.Sql.Binding;
using CompiledRules.Sql.Symbols;
using CompiledRules.Sql.Syntax;

namespace CompiledRules.Sql.Planning;

/// <summary>A relational step. A plan is a tree whose leaves are scans; rows flow from the leaves to the root.</summary>
/// <remarks>
/// Below a window, join, lookup or table step a unit is one row; above it a unit is a collection: the rows of one window, or all matches of one event.
/// A step's errors belong to the unit in hand.
/// </remarks>
public abstract record LogicalPlan;

/// <summary>Reads a source.</summary>
/// <param name="Columns">
/// What the decoder has to deliver; all others are never decoded. A struct of which only some fields are read has only those in its type here,
/// so columns of the plan are looked up by name.
/// </param>
/// <param name="NeedsWholeRow">Whether all keys of a schemaless source are wanted, for <c>*</c>. A source with declared columns lists them instead.</param>
/// <param name="TimestampColumn">The event-time column, or null in processing time.</param>
public sealed record ScanPlan(SourceSymbol Source, EquatableArray<ColumnSymbol> Columns, bool NeedsWholeRow, string? TimestampColumn) : LogicalPlan;

/// <summary>The output rows of a query as the rows of a source of the statement around it.</summary>
/// <remarks>A collection is handed on row by row; a row keeps the time of the event or the trigger of the window it comes from.</remarks>
public sealed record DerivedPlan(LogicalPlan Input, SourceSymbol Source) : LogicalPlan;

/// <summary>All streams of a rule as one sequence of rows; each row remembers its source.</summary>
public sealed record MergePlan(EquatableArray<LogicalPlan> Inputs) : LogicalPlan;

/// <summary>Orders rows by event time, drops late ones and tells the windows how far time has come.</summary>
public sealed record WatermarkPlan(LogicalPlan Input) : LogicalPlan;

/// <summary>Runs calls with history once per row, before any filter, and keeps their results with the row.</summary>
public sealed record AnalyticPlan(LogicalPlan Input, EquatableArray<BoundAnalytic> Calls) : LogicalPlan;

/// <summary>Makes calls into other processes, several of one unit at a time, and keeps their results with the unit; units stay in order.</summary>
public sealed record RemotePlan(LogicalPlan Input, EquatableArray<RemoteCall> Calls) : LogicalPlan;

/// <param name="Number">That of the <see cref="BoundRemote"/> that stands for the result.</param>
/// <param name="Condition">Whether the result can matter; null for always. Where it is not true no call is made, and the result is missing.</param>
/// <param name="Source">The one source whose rows the call is made for; null for all.</param>
/// <param name="Clause">The clause that asks for it, as error messages name it.</param>
public sealed record RemoteCall(int Number, BoundCall Call, BoundExpression? Condition, SourceSymbol? Source, string Clause);

/// <summary>Keeps the rows for which <paramref name="Predicate"/> is true; null counts as false, another type is a row error.</summary>
public sealed record FilterPlan(LogicalPlan Input, BoundExpression Predicate) : LogicalPlan;

public sealed record WindowPlan(LogicalPlan Input, BoundWindow Window) : LogicalPlan;

/// <summary>Adds the retained rows of a scan table to each row or window.</summary>
/// <param name="Filter">Rows of the table that fail it are not retained; null keeps all.</param>
public sealed record TablePlan(LogicalPlan Input, ScanPlan Table, BoundExpression? Filter) : LogicalPlan;

/// <summary>Joins the rows of one more source of a collection to those joined so far; the first join begins with the rows of FROM.</summary>
public sealed record JoinPlan(LogicalPlan Input, BoundJoin Join) : LogicalPlan;

/// <summary>Asks a lookup table for each row of a unit.</summary>
/// <param name="Keys">The equalities of the ON clause: a column of the table and the expression it must equal.</param>
/// <param name="Columns">What is asked for; empty with <paramref name="NeedsWholeRow"/> for all.</param>
/// <param name="Residual">The rest of the ON clause, which filters after the lookup, or null.</param>
public sealed record LookupPlan(
    LogicalPlan Input,
    JoinKind Kind,
    SourceSymbol Table,
    EquatableArray<LookupKey> Keys,
    EquatableArray<ColumnSymbol> Columns,
    bool NeedsWholeRow,
    BoundExpression? Residual) : LogicalPlan;

public sealed record LookupKey(string Column, BoundExpression Value);

/// <summary>Computes aggregates over each unit and keeps their results with every row of it, for conditions that compare rows with the whole.</summary>
public sealed record UnitAggregatePlan(LogicalPlan Input, EquatableArray<BoundAggregate> Calls) : LogicalPlan;

/// <summary>Folds a collection into one unit per distinct <paramref name="Keys"/>; without keys into one unit.</summary>
public sealed record AggregatePlan(LogicalPlan Input, EquatableArray<BoundExpression> Keys, EquatableArray<BoundAggregate> Calls) : LogicalPlan;

/// <summary>Keeps the groups for which <paramref name="Predicate"/> is true; without groups, the whole unit or nothing of it.</summary>
public sealed record HavingPlan(LogicalPlan Input, BoundExpression Predicate) : LogicalPlan;

public sealed record RowNumberPlan(LogicalPlan Input, EquatableArray<BoundRowNumber> Calls) : LogicalPlan;

public sealed record OrderPlan(LogicalPlan Input, EquatableArray<BoundSortKey> Keys) : LogicalPlan;

/// <summary>Computes the output columns.</summary>
public sealed record ProjectPlan(LogicalPlan Input, EquatableArray<BoundColumn> Columns) : LogicalPlan;

/// <summary>Makes one output row per element of the table column.</summary>
public sealed record UnnestPlan(LogicalPlan Input, BoundTableColumn Column) : LogicalPlan;

/// <summary>Keeps the first row of each set of equal output rows of a collection.</summary>
public sealed record DistinctPlan(LogicalPlan Input) : LogicalPlan;

/// <summary>Caps the rows of each collection; 0 lets nothing pass.</summary>
public sealed record LimitPlan(LogicalPlan Input, long Count) : LogicalPlan;

/// <summary>The output rows of several statements, as they come.</summary>
public sealed record UnionPlan(EquatableArray<LogicalPlan> Inputs) : LogicalPlan;
