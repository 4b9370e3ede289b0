using CompiledRules.Sql.Lowering;

namespace CompiledRules.Sql.Emit;

/// <summary>The static fields of a rule's class: values that are made once and kept.</summary>
public sealed class CSharpConstants
{
    private readonly List<(LoweredSingleton Singleton, string Name, string Value)> _fields = [];

    internal string NameOf(LoweredSingleton singleton, Func<LoweredExpression, string> text)
    {
        var known = _fields.Find(field => field.Singleton == singleton);
        if (known.Name is not null)
            return known.Name;

        var word = singleton.Method == "Names" ? "names" : singleton.DeclaringType.Substring(singleton.DeclaringType.LastIndexOf('.') + 1);
        var name = $"s_{char.ToLowerInvariant(word[0])}{word.Substring(1)}{_fields.Count(field => field.Name.StartsWith($"s_{char.ToLowerInvariant(word[0])}", StringComparison.Ordinal))}";
        var arguments = string.Join(", ", singleton.Arguments.Select(text));
        _fields.Add((singleton, name, $"{CSharpText.TypeName(singleton.DeclaringType)}.{singleton.Method}({arguments})"));
        return name;
    }

    /// <summary>Writes the fields that were asked for so far.</summary>
    public void Write(CSharpWriter writer)
    {
        foreach (var (singleton, name, value) in _fields)
            writer.Line($"private static readonly {CSharpText.TypeName(singleton.Type)} {name} = {value};");
    }
}
