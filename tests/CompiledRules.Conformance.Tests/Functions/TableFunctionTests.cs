using System.Reflection;
using CompiledRules.Conformance.Tests.Cases;

namespace CompiledRules.Conformance.Tests.Functions;

/// <summary>Set-returning functions: the rows that one argument makes.</summary>
public sealed class TableFunctionTests
{
    private static readonly Dictionary<string, MethodInfo> s_functions = Assembly.Load("CompiledRules.Functions").GetExportedTypes()
        .SelectMany(static type => type.GetMethods())
        .Where(static method => method.IsDefined(typeof(SqlTableFunctionAttribute)))
        .ToDictionary(static method => method.GetCustomAttribute<SqlTableFunctionAttribute>()!.Name);

    [Test]
    public void Functions() =>
        ConformanceRate.Check("functions/srf", ConformanceCases.Read("functions", "srf"), FunctionDeviations.All, FailureOf);

    private static string? FailureOf(ConformanceCase item)
    {
        var argument = CaseValue.Read(item.Json.GetProperty("args")[0]);
        return FunctionExpectation.FailureOf(item.Json.GetProperty("expect"), false, TimeZoneInfo.Utc, () => Call(item.Text("function")!, argument));
    }

    private static SqlValue Call(string name, SqlValue argument)
    {
        var function = s_functions[name];
        if (argument.IsNull)
            return SqlValue.Null;

        return ArgumentConversion.TryConvert(argument, function.GetParameters()[0], Pass.Coerced, out var converted)
            ? FunctionInvoker.ToValue(function.Invoke(null, BindingFlags.DoNotWrapExceptions, null, [converted], null))
            : throw new SqlException($"{name} does not take {argument}");
    }
}
