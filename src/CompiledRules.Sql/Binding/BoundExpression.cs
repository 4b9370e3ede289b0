using CompiledRules.Sql.Symbols;
using CompiledRules.Sql.Text;

namespace CompiledRules.Sql.Binding;

/// <summary>An expression with its names, types and overloads resolved.</summary>
/// <param name="Type">The static type of a value that is not null.</param>
/// <param name="IsNullable">Whether it may be null or missing.</param>
public abstract record BoundExpression(TextSpan Span, SqlType Type, bool IsNullable);

/// <summary>Stands where binding failed; always has a diagnostic, and silences further ones.</summary>
public sealed record BoundError(TextSpan Span) : BoundExpression(Span, SqlType.Error, true);

/// <param name="Value">null, bool, long, double or string.</param>
public sealed record BoundLiteral(TextSpan Span, SqlType Type, object? Value) : BoundExpression(Span, Type, Value is null);

/// <summary>A column of one source.</summary>
/// <remarks>Its type is what a row really holds, which for a DATETIME column is not always a time: see <see cref="StreamSymbol.HeldType"/>.</remarks>
public sealed record BoundField(TextSpan Span, SourceSymbol Source, ColumnSymbol Column)
    : BoundExpression(Span, Source.Stream.HeldType(Column.Type), Column.IsNullable);

/// <summary>An unqualified column of schemaless sources: the first source of <paramref name="Sources"/> whose row has it.</summary>
public sealed record BoundFirstField(TextSpan Span, EquatableArray<SourceSymbol> Sources, string Name)
    : BoundExpression(Span, SqlType.Any, true);

/// <summary>The value of a select item with a name, computed at most once per row and only when it is asked for.</summary>
public sealed record BoundAlias(TextSpan Span, AliasSymbol Alias) : BoundExpression(Span, Alias.Expression.Type, Alias.Expression.IsNullable);

/// <summary>A select item's name and what it stands for.</summary>
/// <remarks>
/// Two are equal when their definitions read alike. Walking through the aliases that a definition uses would take twice as long with each of
/// them that is used twice.
/// </remarks>
public sealed record AliasSymbol(string Name, BoundExpression Expression)
{
    public bool Equals(AliasSymbol? other) => other is not null
        && Name == other.Name
        && (ReferenceEquals(Expression, other.Expression) || Expression.Type == other.Expression.Type && BoundText.Of(Expression) == BoundText.Of(other.Expression));

    public override int GetHashCode() => StringComparer.Ordinal.GetHashCode(Name);
}

/// <summary>All columns of a row as an object: <c>*</c> inside a call.</summary>
/// <param name="Source">The one source meant, or null for the whole (joined) row.</param>
public sealed record BoundWholeRow(TextSpan Span, SourceSymbol? Source, EquatableArray<string> Except, EquatableArray<BoundReplacement> Replace)
    : BoundExpression(Span, SqlType.AnyObject, false);

/// <summary>One <c>expression AS name</c> of REPLACE.</summary>
public sealed record BoundReplacement(string Name, BoundExpression Expression);

public enum UnaryOperator
{
    Negate,
    Not,
    IsNull,
    IsNotNull,
}

public sealed record BoundUnary(TextSpan Span, UnaryOperator Operator, BoundExpression Operand, SqlType Type, bool IsNullable)
    : BoundExpression(Span, Type, IsNullable);

public enum BinaryOperator
{
    Add,
    Subtract,
    Multiply,
    Divide,
    Modulo,
    BitAnd,
    BitOr,
    BitXor,
    Equal,
    NotEqual,
    Less,
    LessOrEqual,
    Greater,
    GreaterOrEqual,
    And,
    Or,
    Concat,
}

/// <summary>A binary operator with the null and type rules of the dialect, not of C#.</summary>
public sealed record BoundBinary(
    TextSpan Span, BinaryOperator Operator, BoundExpression Left, BoundExpression Right, SqlType Type, bool IsNullable)
    : BoundExpression(Span, Type, IsNullable);

/// <summary><c>target -> key</c>: null for a null target or a missing key, a row error for anything but an object.</summary>
public sealed record BoundMember(TextSpan Span, BoundExpression Target, string Key, SqlType Type) : BoundExpression(Span, Type, true);

public sealed record BoundIndex(TextSpan Span, BoundExpression Target, BoundExpression Index, SqlType Type) : BoundExpression(Span, Type, true);

/// <param name="Start">Null where it is open.</param>
/// <param name="End">Null where it is open.</param>
public sealed record BoundSlice(TextSpan Span, BoundExpression Target, BoundExpression? Start, BoundExpression? End, SqlType Type)
    : BoundExpression(Span, Type, true);

public sealed record BoundIn(TextSpan Span, BoundExpression Operand, bool IsNegated, EquatableArray<BoundExpression> Items)
    : BoundExpression(Span, SqlType.Boolean, false);

/// <summary><c>operand IN array</c>, where the array is one expression.</summary>
public sealed record BoundInArray(TextSpan Span, BoundExpression Operand, bool IsNegated, BoundExpression Array)
    : BoundExpression(Span, SqlType.Boolean, false);

/// <summary>Both bounds are inside the range. Null anywhere gives false, negated or not.</summary>
public sealed record BoundBetween(
    TextSpan Span, BoundExpression Operand, bool IsNegated, BoundExpression Lower, BoundExpression Upper)
    : BoundExpression(Span, SqlType.Boolean, false);

public sealed record BoundLike(TextSpan Span, BoundExpression Operand, bool IsNegated, BoundExpression Pattern)
    : BoundExpression(Span, SqlType.Boolean, false);

/// <param name="Operand">The compared value of the simple form; null for the searched form.</param>
/// <param name="Else">Null without an ELSE.</param>
public sealed record BoundCase(
    TextSpan Span, BoundExpression? Operand, EquatableArray<BoundWhen> Whens, BoundExpression? Else, SqlType Type, bool IsNullable)
    : BoundExpression(Span, Type, IsNullable);

public sealed record BoundWhen(BoundExpression Condition, BoundExpression Result);

/// <summary>A scalar call.</summary>
/// <remarks>
/// The arguments are those written: an optional parameter without one takes its default. An argument need not be of its parameter's type;
/// it is converted as <see cref="ParameterSymbol.Coercion"/> says, at run time where its type is <see cref="SqlTypeKind.Any"/>.
/// </remarks>
/// <param name="Overload">The one that fits the static types, or null where the run-time kinds decide among <see cref="FunctionSymbol.Overloads"/>.</param>
public sealed record BoundCall(
    TextSpan Span, FunctionSymbol Function, FunctionOverload? Overload, EquatableArray<BoundExpression> Arguments, SqlType Type, bool IsNullable)
    : BoundExpression(Span, Type, IsNullable);

/// <summary>The result of a call into another process, which a step before has made.</summary>
/// <param name="Number">Numbers the calls of a statement from 0.</param>
/// <param name="Text">The call as SQL.</param>
public sealed record BoundRemote(TextSpan Span, int Number, string Text, SqlType Type) : BoundExpression(Span, Type, true);

/// <summary>An aggregate over the rows of a group.</summary>
/// <param name="Overload">As in <see cref="BoundCall"/>: null where the run-time kinds decide.</param>
public sealed record BoundAggregate(
    TextSpan Span, FunctionSymbol Function, FunctionOverload? Overload, EquatableArray<BoundExpression> Arguments, SqlType Type, bool IsNullable)
    : BoundExpression(Span, Type, IsNullable);

/// <summary>A call with history. Each call site has a state of its own, per partition.</summary>
/// <param name="Site">Numbers the call sites of a statement from 0, in the order of evaluation: select list first, inner calls before outer ones.</param>
/// <param name="When">The condition of <c>OVER(WHEN …)</c>, or null for always.</param>
public sealed record BoundAnalytic(
    TextSpan Span,
    int Site,
    FunctionSymbol Function,
    FunctionOverload? Overload,
    EquatableArray<BoundExpression> Arguments,
    EquatableArray<BoundExpression> PartitionBy,
    BoundExpression? When,
    SqlType Type,
    bool IsNullable)
    : BoundExpression(Span, Type, IsNullable);

/// <summary><c>row_number() OVER(…)</c>.</summary>
public sealed record BoundRowNumber(TextSpan Span, int Site, EquatableArray<BoundExpression> PartitionBy, EquatableArray<BoundSortKey> OrderBy)
    : BoundExpression(Span, SqlType.BigInt, false);

public sealed record BoundSortKey(BoundExpression Expression, bool IsDescending);

public enum HitStateKind
{
    Count,
    Time,
}

/// <summary><c>last_hit_count()</c> and its like: the number or time of the hits before this one.</summary>
/// <remarks>
/// A site that a condition asks for (WHERE, HAVING, the trigger of a window), itself or through an alias, advances when that condition is true;
/// a site that only the select list asks for advances with each evaluation.
/// </remarks>
/// <param name="Site">Numbers the states of a statement from 0. Call sites of one clause, or of one alias, share a state.</param>
/// <param name="IsAggregate">Whether it counts windows or groups rather than rows.</param>
public sealed record BoundHitState(TextSpan Span, int Site, HitStateKind Kind, bool IsAggregate) : BoundExpression(Span, SqlType.BigInt, false);

/// <summary>The source metadata under a path of keys, or all of it for an empty path.</summary>
/// <param name="Source">The one source meant, or null for the row in hand.</param>
public sealed record BoundMeta(TextSpan Span, SourceSymbol? Source, EquatableArray<string> Path) : BoundExpression(Span, SqlType.Any, true);

/// <summary>A change of type that the binder found necessary and that the dialect makes without loss of meaning.</summary>
public sealed record BoundConvert(TextSpan Span, BoundExpression Operand, SqlType Type) : BoundExpression(Span, Type, Operand.IsNullable);
