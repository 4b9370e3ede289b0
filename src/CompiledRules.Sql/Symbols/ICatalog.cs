namespace CompiledRules.Sql.Symbols;

/// <summary>All that a rule may name. Asked while a rule is compiled; never reaches out to a plugin or service.</summary>
public interface ICatalog
{
    /// <summary>For "did you mean".</summary>
    IEnumerable<string> StreamNames { get; }

    IEnumerable<string> FunctionNames { get; }

    StreamSymbol? FindStream(string name);

    /// <summary>Built-ins first and whatever the case, then extensions by exact name.</summary>
    FunctionSymbol? FindFunction(string name);
}
