using CompiledRules.Sql.Symbols;
using CompiledRules.Sql.Syntax;
using CompiledRules.Sql.Text;

namespace CompiledRules.Sql.Binding;

/// <summary>What gives rows, with everything resolved.</summary>
public abstract record BoundQuery;

/// <summary><c>select UNION ALL select …</c>: the rows of all, as they come.</summary>
/// <param name="Limit">Caps the rows of each collection; null without a LIMIT.</param>
public sealed record BoundUnion(EquatableArray<BoundSelect> Selects, long? Limit) : BoundQuery;

/// <summary>One SELECT, clause by clause as written.</summary>
/// <param name="Sources">FROM first, then the joins in order.</param>
/// <param name="Derived">The sources that are queries themselves, common table expressions included.</param>
/// <param name="Window">The window of GROUP BY, or null.</param>
/// <param name="IsAggregate">Whether there is one output row per group: an aggregate call in SELECT, or a GROUP BY expression.</param>
public sealed record BoundSelect(
    EquatableArray<SourceSymbol> Sources,
    EquatableArray<BoundDerivedSource> Derived,
    EquatableArray<BoundJoin> Joins,
    EquatableArray<BoundColumn> Columns,
    BoundExpression? Where,
    BoundWindow? Window,
    EquatableArray<BoundExpression> GroupBy,
    BoundExpression? Having,
    EquatableArray<BoundSortKey> OrderBy,
    long? Limit,
    bool IsDistinct,
    bool IsAggregate,
    bool IsEventTime) : BoundQuery;

/// <summary>A query in FROM or JOIN; <paramref name="Source"/> is how the statement around it sees its rows.</summary>
public sealed record BoundDerivedSource(SourceSymbol Source, BoundQuery Query);

/// <param name="Right">The source joined to all sources before it.</param>
/// <param name="On">Null where none is written; then every pair matches.</param>
public sealed record BoundJoin(JoinKind Kind, SourceSymbol Right, BoundExpression? On);

/// <summary>An item of the select list.</summary>
public abstract record BoundColumn(TextSpan Span);

/// <summary>What the output has where a column's value is null or missing.</summary>
public enum NullOutput
{
    /// <summary>The column is left out: an alias or a computed value.</summary>
    Omit,

    /// <summary>Null is written, a missing value is left out: a plain column.</summary>
    KeepNull,

    /// <summary>Null is written for both, as the rule option sendNilField wants it.</summary>
    AlwaysNull,
}

/// <summary>One output column.</summary>
/// <param name="Expression">A <see cref="BoundAlias"/> for an item with a name of its own, so that it is computed once.</param>
/// <param name="IsVisible">False for INVISIBLE: others may use it, the output leaves it out.</param>
public sealed record BoundValueColumn(TextSpan Span, string Name, BoundExpression Expression, bool IsVisible, NullOutput Nulls) : BoundColumn(Span);

/// <summary><c>*</c> or <c>source.*</c>.</summary>
/// <param name="Row">What it spreads, EXCEPT and REPLACE included.</param>
public sealed record BoundWildcardColumn(TextSpan Span, BoundWholeRow Row) : BoundColumn(Span);

/// <summary><c>changed_cols(prefix, ignoreNull, …)</c>: the columns that changed, under prefixed names.</summary>
/// <param name="Names">The names of <paramref name="Values"/>, without prefix; a wildcard value has the name <c>*</c>.</param>
public sealed record BoundChangedColumns(
    TextSpan Span, int Site, BoundExpression Prefix, BoundExpression IgnoreNull, EquatableArray<string> Names, EquatableArray<BoundExpression> Values)
    : BoundColumn(Span);

/// <summary><c>unnest(x)</c> and its like: one output row per element.</summary>
/// <param name="Name">The column for elements that are not objects; the keys of objects become columns.</param>
public sealed record BoundTableColumn(TextSpan Span, string Name, FunctionSymbol Function, FunctionOverload? Overload, EquatableArray<BoundExpression> Arguments)
    : BoundColumn(Span);

/// <summary>The window of a statement.</summary>
/// <param name="Unit">The unit as written: natural alignment depends on it. Unused by count and state windows.</param>
/// <param name="Length">In units; the maximum duration of a session; the number of rows of a count window.</param>
/// <param name="Second">The hop, delay, timeout or interval, in units or rows; null where none is written.</param>
/// <param name="Filter">Rows that fail it never enter the window.</param>
/// <param name="Trigger">The condition of <c>OVER(WHEN …)</c>: which rows make a sliding window emit.</param>
/// <param name="Begin">The first condition of a state window.</param>
/// <param name="Emit">Its second condition; null for the one-condition form.</param>
public sealed record BoundWindow(
    TextSpan Span,
    WindowKind Kind,
    TimeUnit Unit,
    long Length,
    long? Second,
    BoundExpression? Filter,
    BoundExpression? Trigger,
    EquatableArray<BoundExpression> PartitionBy,
    BoundExpression? Begin,
    BoundExpression? Emit)
{
    public long UnitMilliseconds => Unit switch
    {
        TimeUnit.Millisecond => 1,
        TimeUnit.Second => 1_000,
        TimeUnit.Minute => 60_000,
        TimeUnit.Hour => 3_600_000,
        _ => 86_400_000,
    };
}
