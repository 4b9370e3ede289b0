using System.Globalization;
using CompiledRules.Sql.Diagnostics;
using CompiledRules.Sql.Symbols;
using CompiledRules.Sql.Syntax;
using CompiledRules.Sql.Text;

namespace CompiledRules.Sql.Binding;

/// <summary>An argument with how it was written, since literals are checked more strictly than values.</summary>
internal sealed record CallArgument(BoundExpression Expression, ExpressionSyntax Syntax)
{
    public bool IsTimeUnit => Syntax is TimeUnitExpressionSyntax;
}

/// <summary>The overload that a call means.</summary>
/// <param name="Overload">Null where only the kinds at run time decide.</param>
internal sealed record ResolvedCall(FunctionOverload? Overload, SqlType Type, bool IsNullable);

/// <summary>
/// Chooses among the overloads of a function: those of the call's length that take every argument as it is, then those that an integer for a
/// float makes fit, then those that convert; in the order of declaration.
/// </summary>
internal sealed class OverloadResolution
{
    private readonly FunctionSymbol _function;
    private readonly TextSpan _span;
    private readonly IReadOnlyList<CallArgument> _arguments;
    private readonly DiagnosticBag _diagnostics;

    private OverloadResolution(FunctionSymbol function, TextSpan span, IReadOnlyList<CallArgument> arguments, DiagnosticBag diagnostics)
    {
        _function = function;
        _span = span;
        _arguments = arguments;
        _diagnostics = diagnostics;
    }

    /// <summary>Null where no overload fits; that is reported.</summary>
    public static ResolvedCall? Resolve(FunctionSymbol function, TextSpan span, IReadOnlyList<CallArgument> arguments, DiagnosticBag diagnostics) =>
        new OverloadResolution(function, span, arguments, diagnostics).Resolve();

    private ResolvedCall? Resolve()
    {
        var sameLength = _function.Overloads.Where(TakesCount).ToList();
        if (sameLength.Count == 0)
            return Fail(CountError());
        if (_arguments.Count > 0 && sameLength.TrueForAll(overload => overload.ArgumentsMultipleOf > 1 && _arguments.Count % overload.ArgumentsMultipleOf != 0))
            return Fail(SqlDiagnostics.ArgumentUnit.At(_span, _function.Name, Number(sameLength[0].ArgumentsMultipleOf), Number(_arguments.Count)));

        var fitting = sameLength.ConvertAll(overload => (Overload: overload, Fit: FitOf(overload))).FindAll(static pair => pair.Fit < ArgumentFit.Refused);
        if (fitting.Count == 0)
            return Fail(MisfitError(sameLength));

        // An overload that takes values of any kind saves the decision at run time.
        var certain = fitting.FindAll(static pair => pair.Fit != ArgumentFit.Open);
        var candidates = certain.Count > 0 ? certain : fitting;
        var best = candidates.OrderBy(static pair => pair.Fit).First().Overload;
        if (CheckLiterals(best) is { } error)
            return Fail(error);

        return certain.Count == 0 && candidates.Count > 1 ? Undecided(candidates.ConvertAll(static pair => pair.Overload)) : Decided(best);
    }

    private ResolvedCall? Fail(SqlDiagnostic diagnostic)
    {
        _diagnostics.Report(diagnostic);
        return null;
    }

    private ResolvedCall Decided(FunctionOverload overload) => new(overload, overload.Result, overload.IsResultNullable || MayBeGuarded(overload));

    private static ResolvedCall Undecided(List<FunctionOverload> overloads)
    {
        var type = overloads.Select(static overload => overload.Result).Aggregate(TypeRules.Unify);
        return new(null, type, true);
    }

    // Whether the guard may answer null without a call.
    private bool MayBeGuarded(FunctionOverload overload) =>
        overload.Guard == GuardKind.Null
        && _arguments.Select((argument, index) => (argument.Expression, Parameter: ParameterAt(overload, index))).Any(pair =>
            pair.Expression.IsNullable && (!pair.Parameter.IsNullable || overload.GuardsEmpty)
            || overload.GuardsEmpty && pair.Expression.Type.Kind is SqlTypeKind.Any or SqlTypeKind.Array or SqlTypeKind.Struct);

    private bool TakesCount(FunctionOverload overload) =>
        _arguments.Count >= Least(overload) && (overload.IsVariadic || _arguments.Count <= overload.Parameters.Count);

    private static int Least(FunctionOverload overload)
    {
        var required = overload.Parameters.Count(static parameter => !parameter.IsOptional) - (overload.IsVariadic ? 1 : 0);
        return Math.Max(overload.MinArguments, required);
    }

    private ArgumentFit FitOf(FunctionOverload overload) => _arguments.Count == 0
        ? ArgumentFit.Exact
        : _arguments.Select((argument, index) => ArgumentFits.Of(argument, ParameterAt(overload, index))).Max();

    private static ParameterSymbol ParameterAt(FunctionOverload overload, int index) =>
        overload.Parameters[Math.Min(index, overload.Parameters.Count - 1)];

    private SqlDiagnostic CountError()
    {
        var counts = _function.Overloads
            .Select(static overload => overload.IsVariadic ? $"at least {Number(Least(overload))}" : CountText(Least(overload), overload.Parameters.Count))
            .Distinct(StringComparer.Ordinal);
        var expected = string.Join(" or ", counts);
        return SqlDiagnostics.ArgumentCount.At(_span, _function.Name, expected == "1" ? "1 argument" : $"{expected} arguments", Number(_arguments.Count));
    }

    private static string CountText(int least, int most) => least == most ? Number(least) : $"{Number(least)} to {Number(most)}";

    private SqlDiagnostic MisfitError(List<FunctionOverload> overloads)
    {
        for (var i = 0; i < _arguments.Count; i++)
        {
            var index = i;
            var argument = _arguments[i];
            var parameters = overloads.ConvertAll(overload => ParameterAt(overload, index));
            var fits = parameters.ConvertAll(parameter => ArgumentFits.Of(argument, parameter));
            if (fits.TrueForAll(static fit => fit == ArgumentFit.NotLiteral))
                return SqlDiagnostics.ArgumentNotLiteral.At(argument.Expression.Span, Number(i + 1), _function.Name, ArgumentFits.Expected(parameters, withArticle: false));
            if (fits.TrueForAll(static fit => fit >= ArgumentFit.Refused))
                return SqlDiagnostics.ArgumentType.At(argument.Expression.Span, Number(i + 1), _function.Name, ArgumentFits.Expected(parameters, withArticle: true), ArgumentFits.Found(argument));
        }

        return SqlDiagnostics.NoOverload.At(_span, _function.Name, string.Join(", ", _arguments.Select(ArgumentFits.Found)));
    }

    private SqlDiagnostic? CheckLiterals(FunctionOverload overload)
    {
        for (var i = 0; i < _arguments.Count; i++)
        {
            if (_arguments[i].Expression is not BoundLiteral { Value: { } value } literal)
                continue;

            var parameter = ParameterAt(overload, i);
            var expected = value switch
            {
                string text when !parameter.OneOf.IsEmpty && !parameter.OneOf.Contains(text) => $"one of {string.Join(", ", parameter.OneOf)}",
                long number when number < parameter.Minimum => $"at least {Number(parameter.Minimum)}",
                double number when number < parameter.Minimum => $"at least {Number(parameter.Minimum)}",
                long number when Floor(overload, parameter) is { } floor && number < floor => $"at least {Number(floor)}, the value of {parameter.AtLeast}",
                _ => null,
            };
            if (expected is not null)
                return SqlDiagnostics.ArgumentValue.At(literal.Span, Number(i + 1), _function.Name, expected, BoundText.Of(literal));
        }

        return null;
    }

    // The literal for the parameter that this one must not be below.
    private long? Floor(FunctionOverload overload, ParameterSymbol parameter)
    {
        for (var i = 0; i < overload.Parameters.Count && i < _arguments.Count; i++)
        {
            if (overload.Parameters[i].Name == parameter.AtLeast && _arguments[i].Expression is BoundLiteral { Value: long floor })
                return floor;
        }

        return null;
    }

    private static string Number(long number) => number.ToString(CultureInfo.InvariantCulture);
}
