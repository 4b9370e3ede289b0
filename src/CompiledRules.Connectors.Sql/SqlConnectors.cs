namespace CompiledRules.Connectors.Sql;

/// <summary>The connectors of databases: SQLite, PostgreSQL and MySQL.</summary>
public static class SqlConnectors
{
    /// <summary>Adds the source, the sink and the lookup <c>sql</c>.</summary>
    public static ConnectorRegistry AddSql(this ConnectorRegistry registry) => registry
        .AddSource("sql", static (options, context) => new SqlSource(options, context))
        .AddSink("sql", static (options, context) => new SqlSink(options, context))
        .AddLookup("sql", static (options, context) => new SqlLookup(options, context));
}
