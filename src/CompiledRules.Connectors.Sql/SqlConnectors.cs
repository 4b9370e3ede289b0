namespace CompiledRules.Connectors.Sql;

/// <summary>The connectors of databases.</summary>
public static class SqlConnectors
{
    /// <summary>Adds the lookup <c>sql</c>.</summary>
    public static ConnectorRegistry AddSql(this ConnectorRegistry registry) =>
        registry.AddLookup("sql", static (options, context) => new SqliteLookup(options, context));
}
