using CompiledRules.Generators.Model;
using CompiledRules.Sql.Emit;
using CompiledRules.Sql.Symbols;

namespace CompiledRules.Generators.Writers;

/// <summary>Writes the declaration of one function and the adapter that calls it with values.</summary>
internal static class PluginFunctionWriter
{
    public static string Write(PluginFunctionSpec function, PluginAssemblySpec assembly)
    {
        var writer = PluginNames.Begin(assembly, out var end);
        using (end)
        {
            Declaration(writer, function);
            if (function.IsCallable)
                new PluginCallWriter(writer, function).Write();
        }

        return writer.ToString();
    }

    private static void Declaration(CSharpWriter writer, PluginFunctionSpec function)
    {
        var form = function.Kind switch
        {
            FunctionKind.MultiColumn => "Columns",
            FunctionKind.HitState => "Hit",
            var kind => kind.ToString(),
        };
        var name = PluginNames.Function(function.Name);
        writer.Line($"public static {PluginNames.Plugins}FunctionDeclaration {name}() => new(");
        using (writer.Indent())
        {
            writer.Line($"{CSharpText.Quote(function.Name)},");
            writer.Line($"{PluginNames.Plugins}FunctionForm.{form},");
            writer.Line("[");
            using (writer.Indent())
            {
                foreach (var (overload, code) in function.Overloads)
                    Overload(writer, overload, code);
            }

            writer.Line("])");
        }

        writer.Line("{");
        using (writer.Indent())
        {
            if (function.Summary.Length > 0)
                writer.Line($"Summary = {CSharpText.Quote(function.Summary)},");
            if (function.IsCallable)
                writer.Line(function.IsAsync ? $"CallAsync = Call{name}," : $"Call = Call{name},");
        }

        writer.Line("};");
    }

    private static void Overload(CSharpWriter writer, FunctionOverload overload, PluginCodeSpec code)
    {
        var method = overload.Method is { } called ? CSharpText.Quote(called) : "null";
        writer.Line($"new(typeof({CSharpText.TypeName(code.Code)}), {method}, [{string.Join(", ", overload.Parameters.Select(Parameter))}], {PluginNames.KindOrNull(overload.Result)}){Set(Settings(overload, code))},");
    }

    private static IEnumerable<string> Settings(FunctionOverload overload, PluginCodeSpec code)
    {
        if (overload.IsResultNullable)
            yield return "IsResultNullable = true";
        if (overload.Guard != GuardKind.None)
            yield return $"OnNull = NullGuard.{overload.Guard}";
        if (overload.GuardsEmpty)
            yield return "GuardsEmpty = true";
        if (!overload.IsDeterministic)
            yield return "IsDeterministic = false";
        if (overload.TakesContext)
            yield return "TakesContext = true";
        if (overload.IsVariadic)
            yield return "IsVariadic = true";
        if (code.IsAsync)
            yield return "IsAsync = true";
        if (overload.TakesNull)
            yield return "TakesNull = true";
        if (overload.TakesRow)
            yield return "TakesRow = true";
        if (overload.IsMergeable)
            yield return "IsMergeable = true";
        if (overload.MinArguments > 0)
            yield return $"MinArguments = {overload.MinArguments}";
        if (overload.ArgumentsMultipleOf > 1)
            yield return "HasEvenArguments = true";
    }

    private static string Parameter(ParameterSymbol parameter) =>
        $"new({CSharpText.Quote(parameter.Name)}, {PluginNames.KindOrNull(parameter.Type)}){Set(Settings(parameter))}";

    private static IEnumerable<string> Settings(ParameterSymbol parameter)
    {
        if (parameter.IsNullable)
            yield return "IsNullable = true";
        if (parameter.IsOptional)
            yield return "IsOptional = true";
        if (parameter.Default is { } value)
            yield return $"Default = {CSharpText.Literal(value)}";
        if (parameter.Coercion != CoercionKind.SameKind)
            yield return $"Coercion = Coercion.{parameter.Coercion}";
        if (parameter.IsLiteral)
            yield return "IsLiteral = true";
        if (!parameter.Literals.IsEmpty)
            yield return $"Literals = [{string.Join(", ", parameter.Literals.Select(static kind => $"SqlKind.{LiteralKind(kind)}"))}]";
        if (!parameter.OneOf.IsEmpty)
            yield return $"OneOf = [{string.Join(", ", parameter.OneOf.Select(CSharpText.Quote))}]";
        if (parameter.Minimum != long.MinValue)
            yield return $"Minimum = {CSharpText.Literal(parameter.Minimum)}";
        if (parameter.AtLeast is { } other)
            yield return $"AtLeast = {CSharpText.Quote(other)}";
        if (parameter.IsMetadata)
            yield return "IsMetadata = true";
    }

    private static string LiteralKind(SqlTypeKind kind) => kind switch
    {
        SqlTypeKind.Boolean => "Boolean",
        SqlTypeKind.BigInt => "Integer",
        SqlTypeKind.Float => "Float",
        SqlTypeKind.String => "String",
        SqlTypeKind.Bytea => "Bytes",
        SqlTypeKind.DateTime => "DateTime",
        SqlTypeKind.Array => "Array",
        SqlTypeKind.Struct => "Object",
        _ => "Null",
    };

    private static string Set(IEnumerable<string> settings)
    {
        var text = string.Join(", ", settings);
        return text.Length == 0 ? "" : $" {{ {text} }}";
    }
}
