using CompiledRules.Sql.Diagnostics;
using CompiledRules.Sql.Symbols;
using CompiledRules.Sql.Syntax;

namespace CompiledRules.Sql.Binding;

public sealed partial class Binder
{
    private const string CollectFunction = "collect";

    // A function of another process says itself which calls it takes; nothing is asked of the process.
    private BoundExpression BindRemote(CallExpressionSyntax call, FunctionSymbol function, RemoteSymbol remote)
    {
        if (remote.IsAggregate)
            _aggregateDepth++;
        var arguments = BindArguments(function, call);
        if (remote.IsAggregate)
            _aggregateDepth--;

        if (HasError(Expressions(arguments)))
            return new BoundError(call.Span);
        if (remote.IsAggregate && arguments.FirstOrDefault(static argument => BoundTree.HasAggregate(argument.Expression)) is { } nested)
            return Report(SqlDiagnostics.NestedAggregate.At(nested.Syntax.Span, function.Name));

        var collected = remote.IsAggregate ? arguments.Select(Collect).ToEquatableArray() : Expressions(arguments);
        var kinds = collected.Select(static argument => argument.Type.Kind == SqlTypeKind.Null ? SqlTypeKind.Any : argument.Type.Kind).ToEquatableArray();
        if (remote.Check(kinds) is { } problem)
            return Report(SqlDiagnostics.RemoteCall.At(call.Span, function.Name, problem));

        var overload = function.Overloads[0];
        return new BoundCall(call.Span, function, overload, collected, overload.Result, true);
    }

    private BoundExpression Collect(CallArgument argument)
    {
        var collect = _catalog.FindFunction(CollectFunction) ?? throw new InvalidOperationException($"The catalog has no {CollectFunction}");
        return new BoundAggregate(argument.Syntax.Span, collect, collect.Overloads[0], [argument.Expression], SqlType.AnyArray, true);
    }
}
