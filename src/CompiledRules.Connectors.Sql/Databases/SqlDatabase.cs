using System.Data.Common;

namespace CompiledRules.Connectors.Sql.Databases;

/// <summary>A database by its <c>dburl</c>, and how its SQL and its driver differ from others.</summary>
/// <param name="address">For messages: without user and password.</param>
internal abstract class SqlDatabase(string address)
{
    public string Address => address;

    /// <summary>Reads <c>dburl</c>, or <c>url</c> as it was called before.</summary>
    /// <param name="isWriter">Whether the database is written; one that is only read cannot be changed by accident.</param>
    /// <exception cref="OptionException">There is no address, or it is one of no database that is known here.</exception>
    public static SqlDatabase Read(ConnectorOptions options, ConnectorContext context, bool isWriter)
    {
        var legacy = options.GetStringOrNull("url");
        var url = legacy is { Length: > 0 } ? legacy : options.RequireString("dburl", "the database, such as sqlite://plant.db or postgres://user:password@host:5432/plant");
        var separator = url.IndexOf("://", StringComparison.Ordinal);
        return (separator < 0 ? "" : url[..separator].ToLowerInvariant(), separator < 0 ? "" : url[(separator + 3)..]) switch
        {
            ("sqlite" or "sqlite3", { Length: > 0 } path) => new SqliteDatabase(context.ResolvePath(path), isWriter),
            ("postgres" or "postgresql", _) => new PostgresDatabase(ServerAddress.Parse(options, url, 5432)),
            ("mysql" or "mariadb", _) => new MySqlDatabase(ServerAddress.Parse(options, url, 3306)),
            _ => throw options.Error("dburl", $"found \"{Redact(url)}\"; expected sqlite:// and the path of a file, or postgres:// or mysql:// with user:password@host:port/database"),
        };
    }

    /// <summary>A connection that is not open yet.</summary>
    public abstract DbConnection CreateConnection();

    public abstract string Quote(string name);

    /// <summary>A text as a literal, quotes included.</summary>
    public virtual string QuoteText(string text) => $"'{text.Replace("'", "''", StringComparison.Ordinal)}'";

    /// <summary>Adds a value under a name such as <c>@p0</c>.</summary>
    public virtual void AddParameter(DbCommand command, string name, object value)
    {
        var parameter = command.CreateParameter();
        parameter.ParameterName = name;
        parameter.Value = value;
        command.Parameters.Add(parameter);
    }

    /// <summary>Whether the same statement may succeed later: what is wrong is the database or the way there, not the statement.</summary>
    public abstract bool IsOutage(DbException error);

    /// <summary>A time as text that columns of every kind of time take.</summary>
    public virtual string TimeText(SqlTime time) => new SqlTime(time.UtcTicks, TimeZoneInfo.Utc).ToString();

    /// <summary>The value of a parameter. Objects and arrays are their JSON text.</summary>
    public object ToParameter(SqlValue value) => value.Kind switch
    {
        SqlKind.Missing or SqlKind.Null => DBNull.Value,
        SqlKind.Integer => value.AsInteger(),
        SqlKind.Float => value.AsFloat(),
        SqlKind.Boolean => value.AsBoolean(),
        SqlKind.Bytes => value.AsBytes(),
        SqlKind.Array or SqlKind.Object => SqlJson.ToText(value),
        SqlKind.DateTime => TimeText(value.AsTime()),
        _ => SqlText.ToText(value),
    };

    /// <summary>Whether a command is quicker the second time. Where the connection remembers statements by their text, each execution has a command of its own.</summary>
    public virtual bool KeepsCommands => true;

    /// <summary>The largest number of parameters of one statement.</summary>
    public virtual int MaximumParameters => 60_000;

    // An address may hold a password.
    private static string Redact(string url) => url.Contains('@', StringComparison.Ordinal) ? $"{url.Split(':')[0]}://…" : url;
}
