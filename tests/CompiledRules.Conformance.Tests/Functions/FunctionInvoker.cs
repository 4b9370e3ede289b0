using System.Linq.Expressions;
using System.Reflection;

namespace CompiledRules.Conformance.Tests.Functions;

/// <summary>Calls built-in scalar functions by name, with the guard and the dispatch that <see cref="SqlFunctionAttribute"/> describes.</summary>
internal static class FunctionInvoker
{
    private static readonly ILookup<string, MethodInfo> s_functions = FindFunctions();

    public static bool Knows(string name) => s_functions.Contains(name);

    /// <summary>The most arguments that any overload takes.</summary>
    public static int MostArguments(string name) => s_functions[name].Max(static method => IsVariadic(method) ? int.MaxValue : Parameters(method).Length);

    /// <summary>What the guard answers in place of the function, or null where the function is called. The number of arguments is not checked.</summary>
    public static SqlValue? Guard(string name, SqlValue[] arguments)
    {
        var overloads = s_functions[name].ToList();
        var method = overloads.Find(overload => Fits(overload, arguments.Length)) ?? overloads[0];
        var function = method.GetCustomAttribute<SqlFunctionAttribute>()!;
        if (function.OnNull == NullGuard.None)
            return null;

        var parameters = Parameters(method);
        for (var i = 0; i < arguments.Length; i++)
        {
            var parameter = parameters.Length == 0 ? null : parameters[Math.Min(i, parameters.Length - 1)];
            var takesNull = parameter is not null && !function.GuardsEmpty && ArgumentConversion.TakesNull(parameter);
            if (!takesNull && (arguments[i].IsNull || (function.GuardsEmpty && IsEmpty(arguments[i]))))
                return Answer(function.OnNull);
        }

        return null;
    }

    /// <exception cref="SqlException">No overload takes these arguments, or the function says so.</exception>
    public static SqlValue Invoke(string name, SqlValue[] arguments, FunctionContext context)
    {
        if (Guard(name, arguments) is { } answer)
            return answer;

        foreach (var pass in Enum.GetValues<Pass>())
        {
            foreach (var method in s_functions[name].Where(method => Fits(method, arguments.Length)))
            {
                if (TryBind(method, arguments, context, pass, out var bound))
                    return Call(method, bound);
            }
        }

        throw new SqlException($"no overload of {name} takes {string.Join(", ", arguments.Select(SqlText.Describe))}");
    }

    private static ILookup<string, MethodInfo> FindFunctions() => Assembly.Load("CompiledRules.Functions").GetExportedTypes()
        .SelectMany(static type => type.GetMethods(BindingFlags.Public | BindingFlags.Static | BindingFlags.DeclaredOnly))
        .Where(static method => method.IsDefined(typeof(SqlFunctionAttribute)))
        .OrderBy(static method => method.MetadataToken)
        .SelectMany(static method => Names(method.GetCustomAttribute<SqlFunctionAttribute>()!).Select(name => (name, method)))
        .ToLookup(static entry => entry.name, static entry => entry.method, StringComparer.OrdinalIgnoreCase);

    private static IEnumerable<string> Names(SqlFunctionAttribute function) => function.Aliases.Prepend(function.Name);

    private static ParameterInfo[] Parameters(MethodInfo method) => [.. method.GetParameters().Where(static parameter => parameter.ParameterType != typeof(FunctionContext))];

    private static bool IsVariadic(MethodInfo method) => Parameters(method) is [.., var last] && last.ParameterType == typeof(ReadOnlySpan<SqlValue>);

    private static bool Fits(MethodInfo method, int count)
    {
        var parameters = Parameters(method);
        var function = method.GetCustomAttribute<SqlFunctionAttribute>()!;
        var least = Math.Max(function.MinArguments, parameters.Count(parameter => !parameter.IsOptional && parameter.ParameterType != typeof(ReadOnlySpan<SqlValue>)));
        return count >= least && (IsVariadic(method) || count <= parameters.Length) && (!function.HasEvenArguments || count % 2 == 0);
    }

    private static bool TryBind(MethodInfo method, SqlValue[] arguments, FunctionContext context, Pass pass, out object?[] bound)
    {
        var next = 0;
        var list = new List<object?>();
        bound = [];
        foreach (var parameter in method.GetParameters())
        {
            if (parameter.ParameterType == typeof(FunctionContext))
            {
                list.Add(context);
            }
            else if (parameter.ParameterType == typeof(ReadOnlySpan<SqlValue>))
            {
                list.Add(arguments[next..]);
            }
            else if (next == arguments.Length)
            {
                list.Add(parameter.DefaultValue);
            }
            else
            {
                if (!ArgumentConversion.TryConvert(arguments[next++], parameter, pass, out var argument))
                    return false;
                list.Add(argument);
            }
        }

        bound = [.. list];
        return true;
    }

    // A span cannot pass through reflection, so the call is compiled.
    private static SqlValue Call(MethodInfo method, object?[] arguments)
    {
        var input = Expression.Parameter(typeof(object[]));
        var operands = method.GetParameters().Select((parameter, i) => Operand(Expression.ArrayIndex(input, Expression.Constant(i)), parameter.ParameterType));
        var call = Expression.Convert(Expression.Call(method, operands), typeof(object));
        return ToValue(Expression.Lambda<Func<object?[], object?>>(call, input).Compile(preferInterpretation: false)(arguments));
    }

    private static UnaryExpression Operand(Expression argument, Type type) => type == typeof(ReadOnlySpan<SqlValue>)
        ? Expression.Convert(Expression.Convert(argument, typeof(SqlValue[])), type)
        : Expression.Convert(argument, type);

    public static SqlValue ToValue(object? result) => result switch
    {
        null => SqlValue.Null,
        SqlValue value => value,
        bool flag => flag,
        long number => number,
        double number => number,
        string text => text,
        byte[] bytes => SqlValue.From(bytes),
        SqlTime time => SqlValue.From(time),
        SqlArray array => array,
        SqlObject value => value,
        _ => throw new InvalidOperationException($"No value for {result.GetType()}"),
    };

    private static bool IsEmpty(SqlValue value) =>
        (value.Kind == SqlKind.Array && value.AsArray().Count == 0) || (value.Kind == SqlKind.Object && value.AsObject().Count == 0);

    private static SqlValue Answer(NullGuard guard) => guard switch
    {
        NullGuard.False => false,
        NullGuard.Zero => 0,
        NullGuard.MinusOne => -1,
        _ => SqlValue.Null,
    };
}
