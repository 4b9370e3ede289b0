using System.Reflection;
using CompiledRules.Functions.Aggregates;
using CompiledRules.Functions.Arrays;

namespace CompiledRules.Functions.Tests.Arrays;

public sealed class ArrayMapTests
{
    [TestCase("abs", 1L, 1L)]
    [TestCase("abs", -1.5, 1.5)]
    [TestCase("upper", "a", "A")]
    [TestCase("length", "abc", 3L)]
    [TestCase("isnull", 1L, false)]
    [TestCase("day_of_month", "2024-02-29", 29L)]
    public void Calls_the_function_for_each_element(string function, object item, object expected) =>
        Assert.That(ArrayFunctions.ArrayMap(new ShanghaiContext(), function, [ValueOf(item)]), Is.EqualTo(SqlArray.Create([ValueOf(expected)])));

    [Test]
    public void Null_guards_do_not_apply() =>
        Assert.That(ArrayFunctions.ArrayMap(new ShanghaiContext(), "isnull", [SqlValue.Null]), Is.EqualTo(SqlArray.Create([true])));

    [TestCase("ABS")]
    [TestCase("avg")]
    [TestCase("pow")]
    [TestCase("nothing")]
    public void Refuses_what_is_no_scalar_function_of_one_argument(string function) =>
        Assert.That(() => ArrayFunctions.ArrayMap(new ShanghaiContext(), function, [1L]), Throws.TypeOf<SqlException>());

    [TestCaseSource(nameof(OneArgumentNames))]
    public void Knows_every_function_that_takes_one_argument(string function) =>
        Assert.That(() => ArrayFunctions.ArrayMap(new ShanghaiContext(), function, SqlArray.Empty), Throws.Nothing);

    private static IEnumerable<string> OneArgumentNames() => typeof(Count).Assembly.GetExportedTypes()
        .SelectMany(static type => type.GetMethods(BindingFlags.Public | BindingFlags.Static))
        .Where(TakesOneArgument)
        .Select(static method => method.GetCustomAttribute<SqlFunctionAttribute>()!)
        .SelectMany(static function => function.Aliases.Prepend(function.Name))
        .Distinct();

    private static bool TakesOneArgument(MethodInfo method)
    {
        if (method.GetCustomAttribute<SqlFunctionAttribute>() is not { } function)
            return false;

        var parameters = method.GetParameters().Where(static parameter => parameter.ParameterType != typeof(FunctionContext)).ToList();
        var required = parameters.Count(static parameter => !parameter.IsOptional && parameter.ParameterType != typeof(ReadOnlySpan<SqlValue>));
        return parameters.Count > 0 && required <= 1 && function.MinArguments <= 1
            && parameters.All(static parameter => parameter.GetCustomAttribute<SqlParameterAttribute>() is not { IsMetadata: true });
    }

    private static SqlValue ValueOf(object item) => item switch
    {
        long number => number,
        double number => number,
        bool flag => flag,
        _ => (string)item,
    };
}
