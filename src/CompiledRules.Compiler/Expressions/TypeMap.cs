using System.Collections.Concurrent;
using System.Reflection;
using CompiledRules.Sql.Lowering;

namespace CompiledRules.Compiler.Expressions;

/// <summary>Finds the C# types that lowered code names.</summary>
/// <param name="types">Types that no name leads to: rows of the caller.</param>
/// <param name="extensions">Assemblies to look into first: of a plugin that is loaded in several versions, the one that is meant.</param>
internal sealed class TypeMap(IEnumerable<Type> types, IReadOnlyList<Assembly>? extensions = null)
{
    // Most names are those of the run time, which is the same for all rules.
    private static readonly Assembly[] s_runtime = [typeof(Runtime.Rules.RuleContext).Assembly, typeof(SqlValue).Assembly, typeof(object).Assembly];
    private static readonly ConcurrentDictionary<string, Type?> s_known = [];

    // Looking through all assemblies for the name of a function costs more than the rest of a short rule.
    private static readonly ConcurrentDictionary<string, Type> s_lasting = [];

    private readonly ConcurrentDictionary<string, Type> _known = new(
        types.Where(static type => type.FullName is not null).DistinctBy(NameOf).ToDictionary(NameOf, static type => type));

    /// <summary>The name that lowered code uses for a type.</summary>
    public static string NameOf(Type type)
    {
        if (Nullable.GetUnderlyingType(type) is { } underlying)
            return NameOf(underlying);
        if (!type.IsGenericType)
            return (type.FullName ?? type.Name).Replace('+', '.');

        var name = type.GetGenericTypeDefinition().FullName!;
        return $"{name[..name.IndexOf('`')].Replace('+', '.')}<{string.Join(", ", type.GetGenericArguments().Select(NameOf))}>";
    }

    public Type TypeOf(LoweredType type)
    {
        var found = type.Kind switch
        {
            LoweredKind.Void => typeof(void),
            LoweredKind.Boolean => typeof(bool),
            LoweredKind.Int64 => typeof(long),
            LoweredKind.Float64 => typeof(double),
            LoweredKind.String => typeof(string),
            LoweredKind.Bytes => typeof(byte[]),
            LoweredKind.Time => typeof(SqlTime),
            LoweredKind.Array => typeof(SqlArray),
            LoweredKind.Object => typeof(SqlObject),
            LoweredKind.Value => typeof(SqlValue),
            _ => Find(type.Name!),
        };
        return type.IsNullable && type.Kind != LoweredKind.Value && found.IsValueType ? typeof(Nullable<>).MakeGenericType(found) : found;
    }

    /// <summary>Whether a type was among those found, or among those given, that may be unloaded: of a plugin.</summary>
    public bool HasPassingTypes => _known.Values.Any(static type => type.IsCollectible);

    public Type Find(string name) => _known.GetOrAdd(name, Search);

    private Type Search(string name)
    {
        if (name.EndsWith("[]", StringComparison.Ordinal))
            return Find(name[..^2]).MakeArrayType();

        var bracket = name.IndexOf('<', StringComparison.Ordinal);
        if (bracket > 0)
        {
            var arguments = SplitArguments(name[(bracket + 1)..^1]).Select(Find).ToArray();
            return Find($"{name[..bracket]}`{arguments.Length}").MakeGenericType(arguments);
        }

        if (s_known.GetOrAdd(name, static wanted => s_runtime.Select(assembly => assembly.GetType(wanted)).FirstOrDefault(static type => type is not null)) is { } ours)
            return ours;

        return FindIn(extensions ?? [], name) ?? FindLoaded(name) ?? throw new InvalidOperationException($"No C# type is called {name}");
    }

    private static Type? FindLoaded(string name)
    {
        if (s_lasting.TryGetValue(name, out var known))
            return known;

        var found = FindIn(AppDomain.CurrentDomain.GetAssemblies(), name);
        if (found is { IsCollectible: false })
            s_lasting.TryAdd(name, found);
        return found;
    }

    private static Type? FindIn(IEnumerable<Assembly> assemblies, string name) =>
        assemblies.Select(assembly => FindIn(assembly, name)).FirstOrDefault(static type => type is not null);

    // A nested type is written with dots, which reflection wants as plus signs from the right.
    private static Type? FindIn(Assembly assembly, string name)
    {
        for (var candidate = name; ;)
        {
            if (assembly.GetType(candidate) is { } type)
                return type;

            var dot = candidate.LastIndexOf('.');
            if (dot < 0)
                return null;
            candidate = $"{candidate[..dot]}+{candidate[(dot + 1)..]}";
        }
    }

    private static IEnumerable<string> SplitArguments(string text)
    {
        var (depth, start) = (0, 0);
        for (var i = 0; i < text.Length; i++)
        {
            depth += text[i] switch { '<' => 1, '>' => -1, _ => 0 };
            if (text[i] != ',' || depth > 0)
                continue;

            yield return text[start..i].Trim();
            start = i + 1;
        }

        yield return text[start..].Trim();
    }
}
