using System.Globalization;
using CompiledRules.Generators.Model;
using CompiledRules.Sql.Emit;
using CompiledRules.Sql.Symbols;

namespace CompiledRules.Generators.Writers;

/// <summary>Writes how a function is called with values: choice of the overload, null rules and conversions as the compiler of rules lowers them.</summary>
internal sealed class PluginCallWriter(CSharpWriter writer, PluginFunctionSpec function)
{
    private readonly List<(FunctionOverload Overload, PluginCodeSpec Code)> _overloads = [.. function.Overloads];
    private readonly string _name = $"Call{PluginNames.Function(function.Name)}";

    // What every method of the adapter takes and passes on.
    private readonly string _extra = function.IsAsync ? ", global::System.Threading.CancellationToken cancellation" : "";
    private readonly string _extraArgument = function.IsAsync ? ", cancellation" : "";

    private string Result => function.IsAsync ? $"global::System.Threading.Tasks.ValueTask<{PluginNames.Value}>" : PluginNames.Value;

    public void Write()
    {
        writer.Line();
        using (writer.Block($"private static {Result} {_name}({Parameters}{_extra})"))
        {
            using (writer.Block("switch (arguments.Length)"))
                Cases();
        }

        for (var i = 0; i < _overloads.Count; i++)
        {
            writer.Line();
            using (writer.Block($"private static {Result} {_name}_{Number(i)}({Parameters}{_extra})"))
                Body(_overloads[i].Overload, _overloads[i].Code);
        }
    }

    private static string Parameters => $"FunctionContext context, global::System.ReadOnlySpan<{PluginNames.Value}> arguments";

    private void Cases()
    {
        var most = _overloads.Max(static overload => overload.Overload.Parameters.Count);
        var further = Candidates(most + 1);
        var from = most + 1;
        for (var count = most; count >= 0; count--)
        {
            if (further.Count == 1 && Candidates(count).SequenceEqual(further))
                from = count;
        }

        for (var count = 0; count < from; count++)
        {
            if (Candidates(count) is { Count: > 0 } candidates)
                Case($"case {Number(count)}:", candidates, count);
        }

        // Any number of further arguments has the candidates of one that is longer than all others.
        if (further.Count > 0)
            Case($"case >= {Number(from)}:", further, most + 1);
        writer.Line($"default:\n    throw {NoOverload};");
    }

    private void Case(string label, List<int> candidates, int count)
    {
        writer.Line(label);
        using (writer.Indent())
        {
            var certain = candidates.FindIndex(index => Enumerable.Range(0, count).All(position => ParameterAt(index, position).Type.Kind == SqlTypeKind.Any));
            if (certain >= 0 || candidates.Count == 1)
            {
                writer.Line($"return {Call(candidates[Math.Max(certain, 0)])};");
                return;
            }

            foreach (var isExact in new[] { true, false })
            {
                foreach (var index in candidates)
                {
                    var conditions = Enumerable.Range(0, Math.Min(count, _overloads[index].Overload.Parameters.Count))
                        .Select(position => Fits(position, ParameterAt(index, position), _overloads[index].Overload, isExact))
                        .Where(static condition => condition.Length > 0)
                        .ToList();
                    if (conditions.Count == 0)
                    {
                        writer.Line($"return {Call(index)};");
                        return;
                    }

                    writer.Line($"if ({(conditions.Count == 1 ? conditions[0] : string.Join(" && ", conditions.Select(static condition => condition.Contains(" || ") ? $"({condition})" : condition)))})");
                    writer.Line($"    return {Call(index)};");
                }
            }

            writer.Line($"throw {NoOverload};");
        }
    }

    private string NoOverload => $"{PluginNames.Arguments}.NoOverload({CSharpText.Quote(function.Name)}, arguments)";

    private string Call(int overload) => $"{_name}_{Number(overload)}(context, arguments{_extraArgument})";

    private ParameterSymbol ParameterAt(int overload, int position) => ParameterAt(_overloads[overload].Overload, position);

    private static ParameterSymbol ParameterAt(FunctionOverload overload, int position) => overload.Parameters[Math.Min(position, overload.Parameters.Count - 1)];

    private List<int> Candidates(int count) => [.. Enumerable.Range(0, _overloads.Count).Where(index => Takes(_overloads[index].Overload, count))];

    private static bool Takes(FunctionOverload overload, int count)
    {
        var required = overload.Parameters.Count(static parameter => !parameter.IsOptional) - (overload.IsVariadic ? 1 : 0);
        return count >= Math.Max(required, overload.MinArguments)
            && (overload.IsVariadic || count <= overload.Parameters.Count)
            && (overload.ArgumentsMultipleOf < 2 || overload.IsVariadic || count % overload.ArgumentsMultipleOf == 0);
    }

    // Null fits every parameter: the overload's guard decides what it gives.
    private static string Fits(int position, ParameterSymbol parameter, FunctionOverload overload, bool isExact)
    {
        if (parameter.Type.Kind == SqlTypeKind.Any || parameter.Coercion == CoercionKind.Text)
            return "";

        var argument = $"arguments[{Number(position)}]";
        var kinds = string.Join(" or ", KindsOf(parameter, isExact).Prepend("Null").Prepend("Missing").Select(static kind => $"SqlKind.{kind}"));
        var others = new List<string> { $"{argument}.Kind is {kinds}" };
        if (!isExact && parameter is { Type.Kind: SqlTypeKind.BigInt, Coercion: CoercionKind.Strict })
            others.Add($"{PluginNames.Arguments}.IsWhole({argument})");
        if (overload.GuardsEmpty)
            others.Add($"{PluginNames.Arguments}.IsNullOrEmpty({argument})");
        return string.Join(" || ", others);
    }

    private static string[] KindsOf(ParameterSymbol parameter, bool isExact) => (parameter.Type.Kind, isExact, parameter.Coercion) switch
    {
        (SqlTypeKind.BigInt, false, not CoercionKind.Strict) or (SqlTypeKind.Float, false, not CoercionKind.Strict) => ["Integer", "Float"],
        (SqlTypeKind.String, false, _) => ["String", "Bytes"],
        (SqlTypeKind.DateTime, false, _) => ["DateTime", "Integer", "Float", "String"],
        _ => [PluginNames.Kind(parameter.Type)!],
    };

    private void Body(FunctionOverload overload, PluginCodeSpec code)
    {
        if (overload.ArgumentsMultipleOf > 1 && overload.IsVariadic)
        {
            writer.Line($"if (arguments.Length % {Number(overload.ArgumentsMultipleOf)} != 0)");
            writer.Line($"    throw {NoOverload};");
        }

        var guards = Guards(overload).ToList();
        if (guards.Count > 0)
        {
            writer.Line($"if ({string.Join(" || ", guards)})");
            writer.Line($"    return {Guarded(overload)};");
            writer.Line();
        }

        var call = $"{CSharpText.TypeName(code.Code)}.{CSharpText.Identifier(overload.Method!)}({string.Join(", ", Passed(overload, code))})";
        if (code.IsAsync)
            writer.Line($"return {PluginNames.Arguments}.Later({call}, static result => {(overload.Result.Kind == SqlTypeKind.Any ? "result" : $"{PluginNames.Value}.From(result)")});");
        else
            writer.Line(overload.Result.Kind == SqlTypeKind.Any ? $"return {call};" : $"return {PluginNames.Value}.From({call});");
    }

    private static IEnumerable<string> Guards(FunctionOverload overload)
    {
        if (overload.Guard == GuardKind.None)
            yield break;
        if (overload.GuardsEmpty)
        {
            yield return $"{PluginNames.Arguments}.HasNullOrEmpty(arguments)";
            yield break;
        }

        for (var i = 0; i < overload.Parameters.Count; i++)
        {
            var parameter = overload.Parameters[i];
            if (!parameter.IsNullable && parameter.Type.Kind != SqlTypeKind.Any)
                yield return parameter.IsOptional ? $"arguments.Length > {Number(i)} && arguments[{Number(i)}].IsNull" : $"arguments[{Number(i)}].IsNull";
        }
    }

    private string Guarded(FunctionOverload overload)
    {
        var isFloat = overload.Result.Kind == SqlTypeKind.Float;
        var value = overload.Guard switch
        {
            GuardKind.False => $"{PluginNames.Value}.False",
            GuardKind.Zero => $"{PluginNames.Value}.From({(isFloat ? "0D" : "0L")})",
            GuardKind.MinusOne => $"{PluginNames.Value}.From({(isFloat ? "-1D" : "-1L")})",
            _ => $"{PluginNames.Value}.Null",
        };
        return function.IsAsync ? $"new({value})" : value;
    }

    private static IEnumerable<string> Passed(FunctionOverload overload, PluginCodeSpec code)
    {
        if (overload.TakesContext)
            yield return "context";

        var fixedCount = overload.Parameters.Count - (overload.IsVariadic ? 1 : 0);
        for (var i = 0; i < fixedCount; i++)
        {
            var parameter = overload.Parameters[i];
            var argument = Passed($"arguments[{Number(i)}]", parameter);
            yield return parameter.IsOptional ? $"arguments.Length > {Number(i)} ? {argument} : {Default(parameter)}" : argument;
        }

        if (overload.IsVariadic)
            yield return fixedCount == 0 ? "arguments" : $"arguments.Length > {Number(fixedCount)} ? arguments.Slice({Number(fixedCount)}) : default";
        if (code.TakesCancellation)
            yield return "cancellation";
    }

    private static string Passed(string argument, ParameterSymbol parameter)
    {
        if (parameter.Type.Kind == SqlTypeKind.Any)
            return argument;

        var converted = Converted(argument, parameter);
        return parameter.IsNullable ? $"{argument}.IsNull ? default({TypeOf(parameter)}) : {converted}" : converted;
    }

    private static string Converted(string argument, ParameterSymbol parameter) => (parameter.Type.Kind, parameter.Coercion) switch
    {
        (SqlTypeKind.Boolean, _) => $"{PluginNames.Convert}.ToBoolean({argument})",
        (SqlTypeKind.BigInt, CoercionKind.Strict) => $"{PluginNames.Convert}.ToInteger({argument}, Strictness.Strict)",
        (SqlTypeKind.BigInt, _) => $"{PluginNames.Convert}.ToInteger({argument})",
        (SqlTypeKind.Float, CoercionKind.Strict) => $"{PluginNames.Convert}.ToFloat({argument}, Strictness.Strict)",
        (SqlTypeKind.Float, _) => $"{PluginNames.Convert}.ToFloat({argument})",
        (SqlTypeKind.String, CoercionKind.Text) => $"SqlText.ToText({argument})",
        (SqlTypeKind.String, _) => $"{PluginNames.Convert}.ToText({argument})",
        (SqlTypeKind.Bytea, _) => $"{PluginNames.Convert}.ToBytes({argument})",
        (SqlTypeKind.DateTime, _) => $"{PluginNames.Arguments}.Time({argument}, context)",
        (SqlTypeKind.Array, _) => $"{PluginNames.Arguments}.Array({argument})",
        _ => $"{PluginNames.Arguments}.Object({argument})",
    };

    private static string TypeOf(ParameterSymbol parameter) => parameter.Type.Kind switch
    {
        SqlTypeKind.Boolean => "bool?",
        SqlTypeKind.BigInt => "long?",
        SqlTypeKind.Float => "double?",
        SqlTypeKind.String => "string",
        SqlTypeKind.Bytea => "byte[]",
        SqlTypeKind.DateTime => "SqlTime?",
        SqlTypeKind.Array => "SqlArray",
        SqlTypeKind.Struct => "SqlObject",
        _ => PluginNames.Value,
    };

    private static string Default(ParameterSymbol parameter) =>
        parameter.Default is { } value ? CSharpText.Literal(value)
        : parameter.IsNullable || parameter.Type.Kind is SqlTypeKind.String or SqlTypeKind.Bytea or SqlTypeKind.Array or SqlTypeKind.Struct ? $"default({TypeOf(parameter)})"
        : $"default({TypeOf(parameter).TrimEnd('?')})";

    private static string Number(int number) => number.ToString(CultureInfo.InvariantCulture);
}
