using System.Data.Common;
using System.Globalization;
using MySqlConnector;

namespace CompiledRules.Connectors.Sql.Databases;

internal sealed class MySqlDatabase : SqlDatabase
{
    private readonly string _connectionString;

    public MySqlDatabase(ServerAddress address)
        : base(address.Text)
    {
        var builder = new MySqlConnectionStringBuilder
        {
            Server = address.Host,
            Port = (uint)address.Port,
            UserID = address.User,
            Password = address.Password ?? "",
            Database = address.Database,
            Pooling = false,
            ConnectionTimeout = 5,
            DateTimeKind = MySqlDateTimeKind.Utc,
        };
        foreach (var (name, value) in address.Options)
            builder[name] = value;
        _connectionString = builder.ToString();
    }

    public override DbConnection CreateConnection() => new MySqlConnection(_connectionString);

    public override string Quote(string name) => $"`{name.Replace("`", "``", StringComparison.Ordinal)}`";

    public override string QuoteText(string text) => base.QuoteText(text.Replace("\\", "\\\\", StringComparison.Ordinal));

    public override string TimeText(SqlTime time) => new DateTime(time.UtcTicks).ToString("yyyy-MM-dd HH:mm:ss.FFFFFF", CultureInfo.InvariantCulture);

    public override bool IsOutage(DbException error) => error.IsTransient || (error is MySqlException failure && failure.ErrorCode is
        MySqlErrorCode.UnableToConnectToHost or MySqlErrorCode.ConnectionCountError or MySqlErrorCode.ServerShutdown or MySqlErrorCode.LockDeadlock
        or MySqlErrorCode.LockWaitTimeout or MySqlErrorCode.QueryInterrupted or MySqlErrorCode.None);
}
