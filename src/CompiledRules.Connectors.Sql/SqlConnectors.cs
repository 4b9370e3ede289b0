namespace CompiledRules.Connectors.Sql;

/// <summary>The connectors of databases.</summary>
public static class SqlConnectors
{
    /// <summary>Adds the sink and the lookup <c>sql</c>.</summary>
    public static ConnectorRegistry AddSql(this ConnectorRegistry registry) => registry
        .AddSink("sql", static (options, context) => new SqlSink(options, context))
        .AddLookup("sql", static (options, context) => new SqliteLookup(options, context));
}
