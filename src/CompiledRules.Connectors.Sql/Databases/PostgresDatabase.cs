using System.Data.Common;
using Npgsql;
using NpgsqlTypes;

namespace CompiledRules.Connectors.Sql.Databases;

internal sealed class PostgresDatabase : SqlDatabase
{
    // Connection, resources, operator intervention, and transactions that lost against another one.
    private static readonly string[] s_outages = ["08", "53", "57", "40"];

    private readonly string _connectionString;

    public PostgresDatabase(ServerAddress address)
        : base(address.Text)
    {
        var builder = new NpgsqlConnectionStringBuilder
        {
            Host = address.Host,
            Port = address.Port,
            Username = address.User,
            Password = address.Password,
            Database = address.Database,
            Pooling = false,
            Timeout = 5,
            AutoPrepareMinUsages = 2,
            MaxAutoPrepare = 20,
        };
        foreach (var (name, value) in address.Options)
            builder[name] = value;
        _connectionString = builder.ToString();
    }

    public override bool KeepsCommands => false;

    public override DbConnection CreateConnection() => new NpgsqlConnection(_connectionString);

    public override string Quote(string name) => $"\"{name.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";

    // A text is sent as a literal is, without a type, so that it goes into columns of times, JSON and numbers too.
    public override void AddParameter(DbCommand command, string name, object value) =>
        command.Parameters.Add(value is string or DBNull ? new NpgsqlParameter(name, NpgsqlDbType.Unknown) { Value = value } : new NpgsqlParameter(name, value));

    public override bool IsOutage(DbException error) =>
        error is not PostgresException { SqlState: var state } || s_outages.Any(outage => state.StartsWith(outage, StringComparison.Ordinal));
}
