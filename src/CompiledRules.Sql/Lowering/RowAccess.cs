using CompiledRules.Sql.Binding;
using CompiledRules.Sql.Symbols;

namespace CompiledRules.Sql.Lowering;

/// <summary>Where the columns of the unit in hand are found.</summary>
internal abstract class RowAccess
{
    /// <summary>A column as it is held: a <see cref="LoweredKind.Value"/> for a row of slots, the member's own type for a row of C#.</summary>
    public abstract LoweredExpression Column(SourceSymbol source, ColumnSymbol column);

    /// <summary>All columns of one source, or of all, as an object.</summary>
    public abstract LoweredExpression WholeRow(SourceSymbol? source, IReadOnlyList<SourceSymbol> all);

    /// <summary>The source's metadata as an object that may be null.</summary>
    public abstract LoweredExpression Metadata(SourceSymbol? source);

    public virtual LoweredExpression Analytic(BoundAnalytic call) => throw Unexpected(call);

    public virtual LoweredExpression Aggregate(BoundAggregate call) => throw Unexpected(call);

    public virtual LoweredExpression RowNumber(BoundRowNumber call) => throw Unexpected(call);

    public virtual LoweredExpression Remote(BoundRemote call) => throw Unexpected(call);

    protected static InvalidOperationException Unexpected(BoundExpression expression) =>
        new($"{expression.GetType().Name} at {expression.Span.Start} stands where it has no value");
}
