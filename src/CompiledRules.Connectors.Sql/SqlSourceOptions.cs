using CompiledRules.Formats.Templates;

namespace CompiledRules.Connectors.Sql;

/// <summary>Options of the <c>sql</c> source.</summary>
/// <param name="Interval">From one query to the next; zero for one query, with which the stream ends.</param>
/// <param name="Table">Null where <paramref name="Query"/> says what is read.</param>
/// <param name="Query">A query of one's own, over the values of the index fields.</param>
/// <param name="Limit">Rows of one query; zero for all of them.</param>
/// <param name="Index">In the order of their weight; empty to read all rows each time.</param>
internal sealed record SqlSourceOptions(TimeSpan Interval, string? Table, GoTemplate? Query, long Limit, IReadOnlyList<SqlIndexField> Index)
{
    /// <exception cref="OptionException">An option is missing or cannot be used.</exception>
    public static SqlSourceOptions Read(ConnectorOptions options, TimeProvider time)
    {
        var interval = options.GetDuration("interval", TimeSpan.FromSeconds(10));
        if (SqlQuery.ReadProperties(options, "templateSqlQueryCfg") is { } template)
        {
            var text = template.RequireString("templateSql", "a query such as \"SELECT * FROM readings WHERE id > {{.id}} ORDER BY id\"");
            var fields = SqlIndexField.Read(template);
            template.RejectUnknown();
            return new SqlSourceOptions(interval, null, SqlQuery.ParseTemplate(options, "templateSqlQueryCfg", text, time), 0, fields);
        }

        var query = SqlQuery.ReadProperties(options, "internalSqlQueryCfg") ?? new ConnectorOptions(options.Connector, SqlObject.Empty);
        var table = query.GetStringOrNull("table") ?? options.DataSource ?? options.RequireString("DATASOURCE", "the table to read");
        var limit = query.GetInteger("limit", 0, 0, int.MaxValue);
        var index = SqlIndexField.Read(query);
        query.RejectUnknown();
        if (limit > 0 && index.Count == 0)
            throw options.Error("internalSqlQueryCfg", "indexFields is required with limit: without it the same rows are read again and again");
        return new SqlSourceOptions(interval, table, null, limit, index);
    }
}
