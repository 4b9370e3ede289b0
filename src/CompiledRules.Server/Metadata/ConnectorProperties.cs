namespace CompiledRules.Server.Metadata;

/// <summary>What the built-in sources and sinks can be told, for user interfaces. A connector itself has the last word on its options.</summary>
internal static class ConnectorProperties
{
    private static readonly ConnectorProperty[] s_tls =
    [
        Text("certificationPath", "", "The client's certificate, a PEM file"),
        Text("privateKeyPath", "", "The key of the client's certificate, a PEM file"),
        Text("rootCaPath", "", "The certificates that the other side's must come from"),
        Flag("insecureSkipVerify", "Whether the certificate of the other side is not checked"),
    ];

    private static readonly ConnectorProperty[] s_mqtt =
    [
        Connection("server", "string", "tcp://127.0.0.1:1883", "The broker's address"),
        Connection("protocolVersion", "string", "3.1.1", "The version of MQTT: 3.1, 3.1.1 or 5"),
        Connection("clientid", "string", "", "The client's id; made up where it is empty"),
        Connection("username", "string", "", "The user's name"),
        Connection("password", "string", "", "The user's password"),
        new("qos", "int", "1", "The quality of service: 0, 1 or 2"),
        .. s_tls,
    ];

    private static readonly ConnectorProperty[] s_http =
    [
        Text("url", "", "The address", isRequired: true),
        Text("method", "GET", "The method"),
        Text("timeout", "5s", "How long an answer is waited for"),
        Text("body", "", "The body of a request"),
        Text("bodyType", "json", "The type of the body"),
        new("headers", "object", "", "Headers by name"),
        .. s_tls,
    ];

    private static readonly ConnectorProperty[] s_redis =
    [
        Connection("addr", "string", "127.0.0.1:6379", "Host and port"),
        Connection("username", "string", "", "The user's name"),
        Connection("password", "string", "", "The user's password"),
        new("db", "int", "0", "The number of the database"),
    ];

    private static readonly ConnectorProperty[] s_kafka =
    [
        Connection("brokers", "string", "127.0.0.1:9092", "Hosts and ports, with commas between them"),
        Connection("saslAuthType", "string", "none", "none, plain or scram"),
        Connection("saslUserName", "string", "", "The user's name"),
        Connection("password", "string", "", "The user's password"),
        .. s_tls,
    ];

    private static readonly ConnectorProperty[] s_sql = [Connection("dburl", "string", "", "The address of the database: driver://user:password@host:port/name")];

    private static readonly Dictionary<string, ConnectorProperty[]> s_sources = new(StringComparer.Ordinal)
    {
        ["mqtt"] = s_mqtt,
        ["httppull"] = [.. s_http, Text("interval", "10s", "The time between requests"), Flag("incremental", "Whether an answer like the last one is passed over")],
        ["httppush"] = [Text("method", "POST", "POST or PUT")],
        ["file"] =
        [
            Text("fileType", "json", "json, csv or lines"), Text("path", "", "The folder of the file"), Text("interval", "0", "The time between readings; 0 for one"),
            Text("sendInterval", "0", "The time between rows"), Flag("hasHeader", "Whether the first line has the names of the columns"), Text("delimiter", ",", "What stands between columns"),
        ],
        ["memory"] = [],
        ["simulator"] = [new("data", "list_object", "", "The rows"), Text("interval", "1s", "The time between rows"), Flag("loop", "Whether it begins again after the last row")],
        ["websocket"] = [Connection("addr", "string", "", "Host and port of the server; empty to be one"), Connection("scheme", "string", "ws", "ws or wss"), .. s_tls],
        ["redisSub"] = [.. s_redis, new("channels", "list_string", "", "The channels", true)],
        ["kafka"] = [.. s_kafka, Text("groupID", "", "The group of consumers"), new("partition", "int", "0", "The partition, where there is no group")],
        ["sql"] = [.. s_sql, Text("interval", "10s", "The time between queries"), new("internalSqlQueryCfg", "object", "", "Table, limit and index fields"), new("templateSqlQueryCfg", "object", "", "A query as a template")],
        ["zmq"] = [Text("server", "", "The publisher's address", isRequired: true)],
    };

    private static readonly ConnectorProperty[] s_common =
    [
        Flag("sendSingle", "Whether each row is a message of its own"), Flag("omitIfEmpty", "Whether empty results are left out"), Text("dataTemplate", "", "A template of the message"),
        Text("format", "json", "json, delimited, urlencoded, binary or protobuf"), Text("schemaId", "", "The schema of the format"), new("fields", "list_string", "", "The columns that are sent"),
        Text("dataField", "", "The column that is sent in the place of the row"), new("bufferLength", "int", "1024", "Results that may wait"), Flag("enableCache", "Whether results wait for a sink that is away"),
    ];

    private static readonly Dictionary<string, ConnectorProperty[]> s_sinks = new(StringComparer.Ordinal)
    {
        ["mqtt"] = [.. s_mqtt, Text("topic", "", "The topic, which may follow the data", isRequired: true), Flag("retained", "Whether the broker keeps the last message")],
        ["rest"] = [.. s_http, Text("responseType", "code", "How an answer is told to be good: code or body")],
        ["log"] = [],
        ["nop"] = [Flag("log", "Whether results are logged")],
        ["memory"] = [Text("topic", "", "The topic", isRequired: true), Text("rowkindField", "", "The column that says insert, update, upsert or delete"), Text("keyField", "", "The column with the key")],
        ["file"] = [Text("path", "", "The file, which may follow the data", isRequired: true), Text("fileType", "lines", "lines, json or csv"), Flag("hasHeader", "Whether a first line has the names of the columns"), Text("delimiter", ",", "What stands between columns")],
        ["websocket"] = [Connection("addr", "string", "", "Host and port of the server; empty to be one"), Text("path", "", "The path")],
        ["redis"] = [.. s_redis, Text("key", "", "The key"), Text("field", "", "The column with the key"), Text("dataType", "string", "string or list"), Text("keyType", "single", "single or multiple")],
        ["redisPub"] = [.. s_redis, Text("channel", "", "The channel", isRequired: true)],
        ["kafka"] = [.. s_kafka, Text("topic", "", "The topic, which may follow the data", isRequired: true), Text("key", "", "The key of a message, which may follow the data")],
        ["sql"] = [.. s_sql, Text("table", "", "The table, which may follow the data", isRequired: true), new("fields", "list_string", "", "The columns that are written"), Text("rowKindField", "", "The column that says insert, update, upsert or delete"), Text("keyField", "", "The column with the key")],
        ["zmq"] = [Text("server", "", "The address", isRequired: true), Text("topic", "", "The topic")],
    };

    public static IReadOnlyList<ConnectorProperty> OfSource(string type) => s_sources.GetValueOrDefault(type) ?? [];

    public static IReadOnlyList<ConnectorProperty> OfSink(string type) => [.. s_sinks.GetValueOrDefault(type) ?? [], .. s_common];

    /// <summary>What the connections of a type can be told.</summary>
    public static IReadOnlyList<ConnectorProperty> OfConnection(string type) => [.. OfSource(type).Concat(OfSink(type)).Where(static property => property.IsOfConnection).DistinctBy(static property => property.Name)];

    private static ConnectorProperty Text(string name, string @default, string hint, bool isRequired = false) => new(name, "string", @default, hint, isRequired);

    private static ConnectorProperty Flag(string name, string hint) => new(name, "bool", "false", hint);

    private static ConnectorProperty Connection(string name, string type, string @default, string hint) => new(name, type, @default, hint, IsOfConnection: true);
}
