using CompiledRules.Sql.Diagnostics;
using CompiledRules.Sql.Symbols;
using CompiledRules.Sql.Syntax;
using CompiledRules.Sql.Text;

namespace CompiledRules.Sql.Binding;

public sealed partial class Binder
{
    private readonly Dictionary<string, SelectAlias> _aliases = new(StringComparer.Ordinal);

    // The aliases whose definitions are being bound, innermost on top.
    private readonly Stack<SelectAlias> _definitions = [];
    private int _unnamed;

    private void DeclareAliases(EquatableArray<SelectColumnSyntax> columns)
    {
        foreach (var column in columns)
        {
            if (column.Alias is not { Text.Length: > 0 } alias || IsSpread(column.Expression))
                continue;
            if (_aliases.ContainsKey(alias.Text))
                _diagnostics.Report(SqlDiagnostics.DuplicateAlias.At(alias.Span, alias.Text));
            else
                _aliases.Add(alias.Text, new(alias.Text, column));
        }
    }

    private EquatableArray<BoundColumn> BindColumns(EquatableArray<SelectColumnSyntax> columns) => columns.Select(BindColumn).ToEquatableArray();

    private BoundColumn BindColumn(SelectColumnSyntax column) => column.Expression switch
    {
        WildcardExpressionSyntax wildcard when BindWildcard(wildcard) is BoundWholeRow row => new BoundWildcardColumn(column.Span, row),
        WildcardExpressionSyntax => new BoundValueColumn(column.Span, "*", new BoundError(column.Span), false, NullOutput.Omit),
        CallExpressionSyntax call when Is(call.Name.Text, ChangedColumnsFunction) => BindChangedColumns(column, call),
        CallExpressionSyntax call when FindTable(call) is { } function => BindTableColumn(column, call, function),
        _ => BindValueColumn(column),
    };

    private BoundValueColumn BindValueColumn(SelectColumnSyntax column)
    {
        if (column.Alias is { } alias && _aliases.TryGetValue(alias.Text, out var declared) && declared.Syntax == column)
            return new(column.Span, alias.Text, UseAlias(declared, column.Expression.Span), !column.IsInvisible, Nulls(NullOutput.Omit));

        var expression = BindExpression(column.Expression);
        var isPlain = column.Expression is NameExpressionSyntax && expression is BoundField or BoundFirstField;
        var nulls = isPlain ? Nulls(NullOutput.KeepNull) : NullOutput.Omit;
        return new(column.Span, column.Alias?.Text ?? NameOf(column.Expression), expression, !column.IsInvisible, nulls);
    }

    private NullOutput Nulls(NullOutput nulls) => _options.SendNilField ? NullOutput.AlwaysNull : nulls;

    // A column or a call gives its name; other items are numbered among themselves.
    private string NameOf(ExpressionSyntax expression) => expression switch
    {
        NameExpressionSyntax name => name.Name,
        CallExpressionSyntax call => FunctionName(call.Name.Text),
        CastExpressionSyntax => CastFunction,
        _ => $"kuiper_field_{_unnamed++}",
    };

    private string FunctionName(string name) => _catalog.FindFunction(name) is { IsBuiltIn: false } ? name : name.ToLowerInvariant();

    private BoundColumn BindTableColumn(SelectColumnSyntax column, CallExpressionSyntax call, FunctionSymbol function)
    {
        if (call.Over is { } over)
            _diagnostics.Report(SqlDiagnostics.OverNotAllowed.At(over.Span, function.Name));

        var name = column.Alias?.Text ?? function.Name;
        var arguments = BindArguments(function, call);
        return OverloadResolution.Resolve(function, call.Span, arguments, _diagnostics) is { } resolved
            ? new BoundTableColumn(column.Span, name, function, resolved.Overload, Expressions(arguments))
            : new BoundValueColumn(column.Span, name, new BoundError(call.Span), true, NullOutput.Omit);
    }

    // changed_cols '(' prefix ',' ignore null ',' value { ',' value } ')'
    private BoundColumn BindChangedColumns(SelectColumnSyntax column, CallExpressionSyntax call)
    {
        if (call.Over is { } over)
            _diagnostics.Report(SqlDiagnostics.OverNotAllowed.At(over.Span, ChangedColumnsFunction));
        if (call.Arguments.Count < 3)
        {
            var error = Report(SqlDiagnostics.ArgumentCount.At(call.Span, ChangedColumnsFunction, "at least 3 arguments", $"{call.Arguments.Count}"));
            return new BoundValueColumn(column.Span, ChangedColumnsFunction, error, true, NullOutput.Omit);
        }

        var values = call.Arguments.Items.Skip(2).ToList();
        return new BoundChangedColumns(
            column.Span,
            _site++,
            BindTyped(call.Arguments[0], 1, SqlType.String, "a string"),
            BindTyped(call.Arguments[1], 2, SqlType.Boolean, "a boolean"),
            values.Select(ChangedName).ToEquatableArray(),
            values.Select(value => value is WildcardExpressionSyntax wildcard ? BindWildcard(wildcard) : BindExpression(value)).ToEquatableArray());
    }

    private BoundExpression BindTyped(ExpressionSyntax syntax, int place, SqlType type, string expected)
    {
        var argument = BindExpression(syntax);
        return argument.Type == type || TypeRules.IsOpen(argument.Type)
            ? argument
            : Report(SqlDiagnostics.ArgumentType.At(syntax.Span, $"{place}", ChangedColumnsFunction, expected, Describe(argument)));
    }

    private string ChangedName(ExpressionSyntax value) => value is WildcardExpressionSyntax ? "*" : NameOf(value);

    private FunctionSymbol? FindTable(CallExpressionSyntax call) => _catalog.FindFunction(call.Name.Text) is { Kind: FunctionKind.Table } function ? function : null;

    // Items that make several columns or rows have no value that an alias could stand for.
    private bool IsSpread(ExpressionSyntax expression) => expression is WildcardExpressionSyntax
        || expression is CallExpressionSyntax call && (Is(call.Name.Text, ChangedColumnsFunction) || FindTable(call) is not null);

    private bool IsAliasInScope(string name)
    {
        if (!_aliases.TryGetValue(name, out var alias) || _definitions.Count > 0 && _definitions.Peek() == alias)
            return false;

        return _clause != Clause.Select || !_options.PlanOptimizeStrategy.DisableAliasRefCal;
    }

    // Bound when first asked for, so that the order of the select list does not matter.
    private BoundExpression UseAlias(SelectAlias alias, TextSpan span)
    {
        if (alias.Definition is null)
        {
            if (_definitions.Contains(alias))
                return Report(SqlDiagnostics.CycledAlias.At(span, string.Join(", ", _definitions.Select(static other => other.Name).Reverse())));

            alias.Definition = Define(alias);
        }

        return alias.Definition.Type.Kind == SqlTypeKind.Error ? new BoundError(span) : new BoundAlias(span, alias.Symbol ??= new(alias.Name, alias.Definition));
    }

    private BoundExpression Define(SelectAlias alias)
    {
        var clause = _clause;
        _clause = Clause.Select;
        _definitions.Push(alias);
        var definition = BindExpression(alias.Syntax.Expression);
        _definitions.Pop();
        _clause = clause;
        return definition;
    }

    private sealed class SelectAlias(string name, SelectColumnSyntax syntax)
    {
        public string Name { get; } = name;

        public SelectColumnSyntax Syntax { get; } = syntax;

        /// <summary>Null until it is bound.</summary>
        public BoundExpression? Definition { get; set; }

        public AliasSymbol? Symbol { get; set; }
    }
}
