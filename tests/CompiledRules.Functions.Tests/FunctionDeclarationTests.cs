using System.Reflection;

namespace CompiledRules.Functions.Tests;

/// <summary>Holds the built-in scalar functions to what their attributes may say, since the compiler reads nothing else.</summary>
public sealed class FunctionDeclarationTests
{
    private static readonly Type[] s_types =
    [
        typeof(bool), typeof(long), typeof(double), typeof(string), typeof(byte[]), typeof(SqlTime), typeof(SqlArray), typeof(SqlObject), typeof(SqlValue),
    ];

    private static IEnumerable<MethodInfo> Functions() => typeof(MathFunctions).Assembly.GetExportedTypes()
        .SelectMany(static type => type.GetMethods(BindingFlags.Public | BindingFlags.Static | BindingFlags.DeclaredOnly))
        .Where(static method => method.IsDefined(typeof(SqlFunctionAttribute)));

    [TestCaseSource(nameof(Functions))]
    public void Types_are_those_of_the_dialect(MethodInfo method)
    {
        var arguments = Arguments(method).Where(static parameter => parameter.ParameterType != typeof(ReadOnlySpan<SqlValue>)).Select(static parameter => Plain(parameter.ParameterType)).Distinct();

        Assert.That(arguments, Is.SubsetOf(s_types));
        Assert.That(s_types, Does.Contain(Plain(method.ReturnType)));
    }

    [TestCaseSource(nameof(Functions))]
    public void Context_comes_first_and_the_variable_part_last(MethodInfo method)
    {
        var parameters = method.GetParameters().Select(static parameter => parameter.ParameterType).ToList();

        Assert.That(parameters.LastIndexOf(typeof(FunctionContext)), Is.LessThanOrEqualTo(0));
        Assert.That(parameters.IndexOf(typeof(ReadOnlySpan<SqlValue>)), Is.EqualTo(-1).Or.EqualTo(parameters.Count - 1));
    }

    [TestCaseSource(nameof(Functions))]
    public void Checks_of_literals_fit_the_parameter(MethodInfo method)
    {
        foreach (var parameter in Arguments(method))
        {
            if (parameter.GetCustomAttribute<SqlParameterAttribute>() is not { } check)
                continue;

            if (check.OneOf.Length > 0)
                Assert.That(parameter.ParameterType, Is.EqualTo(typeof(string)));
            if (check.Coercion == Coercion.Text)
                Assert.That(parameter.ParameterType, Is.EqualTo(typeof(string)).Or.EqualTo(typeof(ReadOnlySpan<SqlValue>)));
            if (check.AtLeast is { } other)
                Assert.That(Arguments(method).Select(static argument => argument.Name), Does.Contain(other));
        }
    }

    [Test]
    public void Names_are_in_lower_case() => Assert.That(Functions().SelectMany(Names), Has.All.Match("^[a-z][a-z0-9_]*$"));

    [Test]
    public void No_two_overloads_take_the_same()
    {
        var signatures = Functions().SelectMany(static method => Names(method).Select(name => $"{name}({string.Join(", ", Arguments(method).Select(static parameter => parameter.ParameterType.Name))})"));

        Assert.That(signatures, Is.Unique);
    }

    [Test]
    public void Overloads_of_a_function_agree_on_nulls()
    {
        var disagreeing = Functions().GroupBy(static method => method.GetCustomAttribute<SqlFunctionAttribute>()!.Name)
            .Where(static overloads => overloads.Select(static method => method.GetCustomAttribute<SqlFunctionAttribute>()!).Select(static function => (function.OnNull, function.GuardsEmpty)).Distinct().Count() > 1)
            .Select(static overloads => overloads.Key);

        Assert.That(disagreeing, Is.Empty);
    }

    [TestCase("concat", NullGuard.None, false)]
    [TestCase("indexof", NullGuard.MinusOne, false)]
    [TestCase("startswith", NullGuard.False, true)]
    [TestCase("endswith", NullGuard.False, true)]
    [TestCase("regexp_matches", NullGuard.False, true)]
    [TestCase("length", NullGuard.Zero, true)]
    [TestCase("numbytes", NullGuard.Zero, true)]
    [TestCase("substring", NullGuard.Null, true)]
    [TestCase("abs", NullGuard.Null, true)]
    [TestCase("cast", NullGuard.Null, true)]
    [TestCase("to_json", NullGuard.Null, true)]
    [TestCase("isnull", NullGuard.Null, false)]
    [TestCase("coalesce", NullGuard.Null, false)]
    [TestCase("parse_json", NullGuard.Null, false)]
    [TestCase("json_path_exists", NullGuard.None, false)]
    public void Guards_against_null(string name, NullGuard guard, bool guardsEmpty)
    {
        var function = Functions().Select(static method => method.GetCustomAttribute<SqlFunctionAttribute>()!).First(function => function.Name == name);

        Assert.That((function.OnNull, function.GuardsEmpty), Is.EqualTo((guard, guardsEmpty)));
    }

    private static IEnumerable<ParameterInfo> Arguments(MethodInfo method) => method.GetParameters().Where(static parameter => parameter.ParameterType != typeof(FunctionContext));

    private static IEnumerable<string> Names(MethodInfo method)
    {
        var function = method.GetCustomAttribute<SqlFunctionAttribute>()!;
        return function.Aliases.Prepend(function.Name);
    }

    private static Type Plain(Type type) => Nullable.GetUnderlyingType(type) ?? type;
}
