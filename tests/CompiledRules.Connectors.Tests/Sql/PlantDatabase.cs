using System.Globalization;
using CompiledRules.Connectors.Sql.Databases;

namespace CompiledRules.Connectors.Tests.Sql;

/// <summary>A database of one kind, and statements on it as the test writes them.</summary>
internal sealed class PlantDatabase : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly string _kind;

    public PlantDatabase(string kind)
    {
        _kind = kind;
        Address = DatabaseServers.AddressOf(kind);
        if (kind == "sqlite")
            File.WriteAllBytes(_folder.File("plant.db"), []);
    }

    public string Address { get; }

    public ConnectorContext Context(TimeProvider? time = null) => _folder.Context(time);

    public SqlDatabase Open() => SqlDatabase.Read(new ConnectorOptions("test", [new("dburl", Address)]), Context(), isWriter: true);

    public void Execute(params string[] statements)
    {
        foreach (var statement in statements)
            Query(statement);
    }

    /// <summary>Rows as text: <c>1,lab | 2,hall</c>.</summary>
    public string Query(string sql)
    {
        using var connection = Open().CreateConnection();
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = _kind == "mysql" ? sql.Replace('"', '`') : sql;
        using var reader = command.ExecuteReader();
        var rows = new List<string>();
        while (reader.Read())
            rows.Add(string.Join(',', Enumerable.Range(0, reader.FieldCount).Select(i => Convert.ToString(reader.GetValue(i), CultureInfo.InvariantCulture))));
        return string.Join(" | ", rows);
    }

    public void Dispose() => _folder.Dispose();
}
