using CompiledRules.Sql.Diagnostics;
using CompiledRules.Sql.Symbols;
using CompiledRules.Sql.Syntax;
using CompiledRules.Sql.Text;

namespace CompiledRules.Sql.Binding;

public sealed partial class Binder
{
    private const string CastFunction = "cast";
    private const string MetaFunction = "meta";
    private const string RowNumberFunction = "row_number";
    private const string ChangedColumnsFunction = "changed_cols";

    // Known by name, without a method behind them.
    private static readonly Dictionary<string, (HitStateKind Kind, bool IsAggregate)> s_hitStates = new(StringComparer.OrdinalIgnoreCase)
    {
        ["last_hit_count"] = (HitStateKind.Count, false),
        ["last_hit_time"] = (HitStateKind.Time, false),
        ["last_agg_hit_count"] = (HitStateKind.Count, true),
        ["last_agg_hit_time"] = (HitStateKind.Time, true),
    };

    private static readonly HashSet<string> s_unsupportedFunctions = new(StringComparer.OrdinalIgnoreCase) { "dedup_trigger" };

    private readonly Dictionary<(string Place, HitStateKind Kind, bool IsAggregate), int> _hitSites = [];
    private Clause _clause = Clause.Select;
    private int _site;
    private int _aggregateDepth;

    // name '(' arguments ')' [OVER …]
    private BoundExpression BindCall(CallExpressionSyntax call)
    {
        var name = call.Name.Text;
        if (Is(name, RowNumberFunction))
            return BindRowNumber(call);
        if (call.Over is { } over && !IsAnalytic(name))
            return Report(SqlDiagnostics.OverNotAllowed.At(over.Span, name));
        if (s_hitStates.TryGetValue(name, out var state))
            return BindHitState(call, state.Kind, state.IsAggregate);
        if (Is(name, MetaFunction))
            return BindMeta(call);
        if (Is(name, ChangedColumnsFunction))
            return Report(SqlDiagnostics.MultiColumnPlace.At(call.Span, ChangedColumnsFunction));
        if (_catalog.FindFunction(name) is not { } function)
            return Report(UnknownFunction(call.Name.Span, name));

        return function.Kind switch
        {
            FunctionKind.Scalar when function.Remote is { } remote => BindRemote(call, function, remote),
            FunctionKind.Scalar => BindScalar(call.Span, function, BindArguments(function, call)),
            FunctionKind.Aggregate => BindAggregate(call, function),
            FunctionKind.Analytic => BindAnalytic(call, function),
            FunctionKind.Table => Report((_clause == Clause.Select ? SqlDiagnostics.NestedTableFunction : SqlDiagnostics.TableFunctionPlace).At(call.Span, function.Name)),
            _ => Report(SqlDiagnostics.FunctionNotSupported.At(call.Name.Span, name)),
        };
    }

    private bool IsAnalytic(string name) => _catalog.FindFunction(name) is null or { Kind: FunctionKind.Analytic };

    private SqlDiagnostic UnknownFunction(TextSpan span, string name) => s_unsupportedFunctions.Contains(name)
        ? SqlDiagnostics.FunctionNotSupported.At(span, name)
        : SqlDiagnostics.UnknownFunction.At(span, name).Suggesting(name, _catalog.FunctionNames);

    private BoundExpression BindScalar(TextSpan span, FunctionSymbol function, IReadOnlyList<CallArgument> arguments)
    {
        if (OverloadResolution.Resolve(function, span, arguments, _diagnostics) is not { } resolved || HasError(arguments.Select(static argument => argument.Expression)))
            return new BoundError(span);

        var type = Is(function.Name, CastFunction) && function.IsBuiltIn ? CastType(arguments) ?? resolved.Type : resolved.Type;
        return new BoundCall(span, function, resolved.Overload, Expressions(arguments), type, resolved.IsNullable);
    }

    // cast(x, "bigint") gives what its literal says, although its method may give anything.
    private static SqlType? CastType(IReadOnlyList<CallArgument> arguments) => (arguments[1].Expression as BoundLiteral)?.Value switch
    {
        "bigint" => SqlType.BigInt,
        "float" => SqlType.Float,
        "string" => SqlType.String,
        "boolean" => SqlType.Boolean,
        "datetime" => SqlType.DateTime,
        "bytea" => SqlType.Bytea,
        _ => null,
    };

    private BoundExpression BindAggregate(CallExpressionSyntax call, FunctionSymbol function)
    {
        _aggregateDepth++;
        var arguments = BindArguments(function, call);
        _aggregateDepth--;
        if (arguments.FirstOrDefault(static argument => BoundTree.HasAggregate(argument.Expression)) is { } nested)
            return Report(SqlDiagnostics.NestedAggregate.At(nested.Syntax.Span, function.Name));
        if (OverloadResolution.Resolve(function, call.Span, arguments, _diagnostics) is not { } resolved || HasError(Expressions(arguments)))
            return new BoundError(call.Span);

        var expressions = Expressions(arguments);
        if (resolved.Overload?.TakesRow == true)
            expressions = [new BoundWholeRow(call.Span, null, [], []), .. expressions];
        return new BoundAggregate(call.Span, function, resolved.Overload, expressions, resolved.Type, resolved.IsNullable);
    }

    private BoundExpression BindAnalytic(CallExpressionSyntax call, FunctionSymbol function)
    {
        var arguments = BindArguments(function, call);
        var partitionBy = (call.Over?.PartitionBy ?? []).Select(BindExpression).ToEquatableArray();
        var when = call.Over?.When is { } condition ? BindExpression(condition) : null;
        if (call.Over is { OrderBy.IsEmpty: false })
            return Report(SqlDiagnostics.OverNotAllowed.At(call.Over.OrderBy[0].Span, function.Name) with { Hint = "an analytic function follows the order of arrival: leave ORDER BY out" });
        if (OverloadResolution.Resolve(function, call.Span, arguments, _diagnostics) is not { } resolved)
            return new BoundError(call.Span);

        EquatableArray<BoundExpression> parts = [.. Expressions(arguments), .. partitionBy, .. when is null ? [] : new[] { when }];
        if (HasError(parts))
            return new BoundError(call.Span);
        if (parts.FirstOrDefault(BoundTree.HasAggregate) is { } aggregate)
            return Report(SqlDiagnostics.AggregateInAnalytic.At(aggregate.Span, function.Name));

        return new BoundAnalytic(call.Span, _site++, function, resolved.Overload, Expressions(arguments), partitionBy, when, resolved.Type, resolved.IsNullable);
    }

    private BoundExpression BindRowNumber(CallExpressionSyntax call)
    {
        if (_clause != Clause.Select)
            return Report(SqlDiagnostics.WindowFunctionPlace.At(call.Span, RowNumberFunction));
        if (!call.Arguments.IsEmpty)
            return Report(SqlDiagnostics.ArgumentCount.At(call.Span, RowNumberFunction, "0 arguments", $"{call.Arguments.Count}"));
        if (call.Over?.When is { } when)
            return Report(SqlDiagnostics.OverNotAllowed.At(when.Span, RowNumberFunction) with { Hint = "row_number() takes PARTITION BY and ORDER BY" });

        var partitionBy = (call.Over?.PartitionBy ?? []).Select(BindExpression).ToEquatableArray();
        return new BoundRowNumber(call.Span, _site++, partitionBy, BindOrder(call.Over?.OrderBy ?? [], Clause.Select));
    }

    private BoundExpression BindHitState(CallExpressionSyntax call, HitStateKind kind, bool isAggregate)
    {
        if (!call.Arguments.IsEmpty)
            return Report(SqlDiagnostics.ArgumentCount.At(call.Span, call.Name.Text.ToLowerInvariant(), "0 arguments", $"{call.Arguments.Count}"));

        var place = _definitions.Count > 0 ? $"alias {_definitions.Peek().Name}" : _clause.ToString();
        if (!_hitSites.TryGetValue((place, kind, isAggregate), out var site))
            _hitSites[(place, kind, isAggregate)] = site = _hitSites.Count;
        return new BoundHitState(call.Span, site, kind, isAggregate);
    }

    private BoundExpression BindMeta(CallExpressionSyntax call) => call.Arguments.Count == 1
        ? BindMetadata(call.Arguments[0], MetaFunction)
        : Report(SqlDiagnostics.ArgumentCount.At(call.Span, MetaFunction, "1 argument", $"{call.Arguments.Count}"));

    // key, source.key, key->key and * name metadata, not columns.
    private BoundExpression BindMetadata(ExpressionSyntax syntax, string function)
    {
        switch (syntax)
        {
            case NameExpressionSyntax { Qualifier: null } name:
                return new BoundMeta(syntax.Span, null, [name.Name]);
            case NameExpressionSyntax { Qualifier: { } qualifier } name:
                return FindSource(qualifier) is { } source
                    ? new BoundMeta(syntax.Span, source, [name.Name])
                    : new BoundMeta(syntax.Span, null, [qualifier, name.Name]);
            case WildcardExpressionSyntax { Exceptions.IsEmpty: true, Replacements.IsEmpty: true } wildcard:
                return new BoundMeta(syntax.Span, wildcard.Qualifier is null ? null : FindSource(wildcard.Qualifier), []);
            case MemberExpressionSyntax member when BindMetadata(member.Operand, function) is var outer:
                return outer is BoundMeta meta ? meta with { Span = syntax.Span, Path = [.. meta.Path, member.Name] } : outer;
            default:
                return Report(SqlDiagnostics.MetaReference.At(syntax.Span, function));
        }
    }

    private List<CallArgument> BindArguments(FunctionSymbol function, CallExpressionSyntax call) =>
        [.. call.Arguments.Select((argument, index) => new CallArgument(BindArgument(function, argument, index), argument))];

    private BoundExpression BindArgument(FunctionSymbol function, ExpressionSyntax argument, int index)
    {
        if (function.Overloads.Any(overload => overload.Parameters.Count > index && overload.Parameters[index].IsMetadata))
            return BindMetadata(argument, function.Name);

        return argument is WildcardExpressionSyntax wildcard ? BindWildcard(wildcard) : BindExpression(argument);
    }

    private static EquatableArray<BoundExpression> Expressions(IEnumerable<CallArgument> arguments) =>
        arguments.Select(static argument => argument.Expression).ToEquatableArray();

    private static bool Is(string name, string function) => string.Equals(name, function, StringComparison.OrdinalIgnoreCase);
}
