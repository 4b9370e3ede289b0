using System.Linq.Expressions;
using System.Reflection;

namespace CompiledRules.Conformance.Tests.Functions;

/// <summary>Calls functions with a state: a value per call site and partition, kept here by key.</summary>
internal sealed class AnalyticInvoker
{
    private static readonly Type[] s_attributes = [typeof(SqlAnalyticAttribute), typeof(SqlColumnsAttribute), typeof(SqlHitAttribute)];

    private static readonly ILookup<string, Type> s_functions = Assembly.Load("CompiledRules.Functions").GetExportedTypes()
        .SelectMany(static type => s_attributes.Select(type.GetCustomAttribute).OfType<Attribute>().Select(attribute => (Name: NameOf(attribute), Type: type)))
        .ToLookup(static entry => entry.Name, static entry => entry.Type);

    private readonly Dictionary<string, object> _states = [];

    public static bool Knows(string name) => s_functions.Contains(name);

    /// <exception cref="SqlException">The function says so, or takes no such arguments.</exception>
    public SqlValue Next(string name, string partition, bool when, SqlValue[] arguments) => Call(name, partition, [when], arguments);

    public SqlValue NextColumns(string name, string[] columns, SqlValue[] arguments) => Call(name, "", [columns], arguments);

    /// <summary>The value before the row, which then counts when it is a hit.</summary>
    public SqlValue Hit(string name, bool isHit, long time)
    {
        var state = (IHitFunction)State(s_functions[name].Single(), name);
        var value = state.Value;
        if (isHit)
            state.Hit(time);
        return value;
    }

    private static string NameOf(Attribute attribute) => (string)attribute.GetType().GetProperty("Name")!.GetValue(attribute)!;

    private SqlValue Call(string name, string partition, object[] leading, SqlValue[] arguments)
    {
        // The overload for any value stands last.
        var type = s_functions[name].OrderBy(static type => type.MetadataToken).Last();
        if (arguments.Length < type.GetCustomAttribute<SqlAnalyticAttribute>()?.MinArguments)
            throw new SqlException($"{name} needs more than {arguments.Length} arguments");

        foreach (var pass in Enum.GetValues<Pass>())
        {
            foreach (var method in type.GetMethods().Where(static method => method.Name == "Next"))
            {
                if (TryBind(method, leading, arguments, pass, out var bound))
                    return Invoke(method, State(type, $"{name} {partition}"), bound);
            }
        }

        throw new SqlException($"no overload of {name} takes {string.Join(", ", arguments)}");
    }

    private object State(Type type, string key)
    {
        if (!_states.TryGetValue(key, out var state))
            _states[key] = state = Activator.CreateInstance(type)!;
        return state;
    }

    private static bool TryBind(MethodInfo method, object[] leading, SqlValue[] arguments, Pass pass, out object?[] bound)
    {
        var next = 0;
        var list = new List<object?>(leading);
        bound = [];
        foreach (var parameter in method.GetParameters().Skip(leading.Length))
        {
            if (parameter.ParameterType == typeof(ReadOnlySpan<SqlValue>))
            {
                list.Add(arguments[next..]);
                next = arguments.Length;
            }
            else if (next < arguments.Length)
            {
                if (!ArgumentConversion.TryConvert(arguments[next++], parameter, pass, out var argument))
                    return false;
                list.Add(argument);
            }
            else if (parameter.IsOptional)
            {
                list.Add(parameter.ParameterType == typeof(SqlValue) ? SqlValue.Missing : parameter.DefaultValue);
            }
            else
            {
                return false;
            }
        }

        bound = [.. list];
        return next == arguments.Length;
    }

    // A span cannot pass through reflection, and the state is to change in its box, so the call is compiled.
    private static SqlValue Invoke(MethodInfo method, object state, object?[] arguments)
    {
        var box = Expression.Parameter(typeof(object));
        var input = Expression.Parameter(typeof(object[]));
        var operands = method.GetParameters().Select((parameter, i) => Operand(Expression.ArrayIndex(input, Expression.Constant(i)), parameter.ParameterType));
        var call = Expression.Convert(Expression.Call(Expression.Unbox(box, method.DeclaringType!), method, operands), typeof(object));
        return FunctionInvoker.ToValue(Expression.Lambda<Func<object, object?[], object?>>(call, box, input).Compile()(state, arguments));
    }

    private static UnaryExpression Operand(Expression argument, Type type) => type.IsByRefLike
        ? Expression.Convert(Expression.Convert(argument, type.GetGenericArguments()[0].MakeArrayType()), type)
        : Expression.Convert(argument, type);
}
