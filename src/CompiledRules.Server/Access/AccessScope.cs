namespace CompiledRules.Server.Access;

/// <summary>What a caller may do; each includes those before it.</summary>
public enum AccessScope
{
    /// <summary>See definitions, status and metrics.</summary>
    Read,

    /// <summary>Change streams, tables, rules, connections and options.</summary>
    Write,

    /// <summary>Install code, import and export everything, and stop the server.</summary>
    Admin,
}
