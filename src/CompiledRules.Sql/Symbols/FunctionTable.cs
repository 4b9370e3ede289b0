namespace CompiledRules.Sql.Symbols;

/// <summary>The functions that rules may call, by name.</summary>
public sealed class FunctionTable
{
    private readonly Dictionary<string, FunctionSymbol> _builtIn = new(StringComparer.OrdinalIgnoreCase);
    private readonly Dictionary<string, FunctionSymbol> _extensions = new(StringComparer.Ordinal);

    /// <param name="functions">Where two have a name, the first one counts.</param>
    public FunctionTable(IEnumerable<FunctionSymbol> functions)
    {
        foreach (var function in functions)
        {
            var table = function.IsBuiltIn ? _builtIn : _extensions;
            if (!table.ContainsKey(function.Name))
                table.Add(function.Name, function);
        }
    }

    public IEnumerable<FunctionSymbol> Functions => _builtIn.Values.Concat(_extensions.Values);

    /// <summary>Built-ins first and whatever the case, then extensions by exact name.</summary>
    public FunctionSymbol? Find(string name) =>
        _builtIn.TryGetValue(name, out var builtIn) ? builtIn : _extensions.TryGetValue(name, out var extension) ? extension : null;
}
