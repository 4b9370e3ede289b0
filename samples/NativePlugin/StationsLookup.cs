using System.Collections.Immutable;
using System.Globalization;
using CompiledRules;

namespace Toolbox;

/// <summary>A table in a CSV file: <c>id,name,latitude,longitude</c>.</summary>
[SqlLookup("stations")]
public sealed class StationsLookup(ConnectorContext context) : ILookup
{
    private List<SqlObject> _stations = [];

    /// <summary>The file; relative to the script or the server's folder.</summary>
    public required string DataSource { get; init; }

    public async ValueTask ConnectAsync(CancellationToken cancellation)
    {
        var lines = await File.ReadAllLinesAsync(context.ResolvePath(DataSource), cancellation).ConfigureAwait(false);
        _stations = [.. lines.Skip(1).Select(static line => line.Split(',')).Select(static fields => SqlObject.FromArrays(
            ["id", "name", "latitude", "longitude"],
            [long.Parse(fields[0], CultureInfo.InvariantCulture), fields[1], double.Parse(fields[2], CultureInfo.InvariantCulture), double.Parse(fields[3], CultureInfo.InvariantCulture)]))];
    }

    public ValueTask<IReadOnlyList<IReadOnlyList<SqlObject>>> FindAsync(ImmutableArray<string> keyColumns, IReadOnlyList<ImmutableArray<SqlValue>> keys, CancellationToken cancellation) =>
        new([.. keys.Select(key => _stations.FindAll(station => Enumerable.Range(0, key.Length).All(i => station[keyColumns[i]].Equals(key[i]))))]);

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
