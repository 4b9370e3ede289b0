using CompiledRules;

namespace Toolbox;

public static class GeohashFunctions
{
    private static readonly (string Name, int North, int East)[] s_directions =
    [
        ("North", 1, 0), ("NorthEast", 1, 1), ("East", 0, 1), ("SouthEast", -1, 1), ("South", -1, 0), ("SouthWest", -1, -1), ("West", 0, -1), ("NorthWest", 1, -1),
    ];

    /// <summary>The cell of a place as text.</summary>
    [SqlFunction("geohashEncode")]
    public static string Encode(double latitude, double longitude) => Geohash.Of(latitude, longitude).ToString();

    /// <summary>The cell of a place as 64 bits.</summary>
    [SqlFunction("geohashEncodeInt")]
    public static long EncodeInteger(double latitude, double longitude) => (long)Geohash.Of(latitude, longitude).Bits;

    /// <summary>The middle of a cell.</summary>
    [SqlFunction("geohashDecode")]
    public static SqlObject Decode(string hash) => Middle(Parse(hash));

    /// <summary>The middle of a cell of 64 bits.</summary>
    [SqlFunction("geohashDecodeInt")]
    public static SqlObject DecodeInteger(long hash) => Middle(new Geohash((ulong)hash, 64));

    /// <summary>The edges of a cell.</summary>
    [SqlFunction("geohashBoundingBox")]
    public static SqlObject BoundingBox(string hash) => Box(Parse(hash));

    /// <summary>The edges of a cell of 64 bits.</summary>
    [SqlFunction("geohashBoundingBoxInt")]
    public static SqlObject BoundingBoxInteger(long hash) => Box(new Geohash((ulong)hash, 64));

    /// <summary>The cell beside a cell.</summary>
    [SqlFunction("geohashNeighbor")]
    public static string Neighbor(string hash, [SqlParameter(OneOf = ["North", "NorthEast", "East", "SouthEast", "South", "SouthWest", "West", "NorthWest"])] string direction) =>
        Beside(Parse(hash), direction).ToString();

    /// <summary>The cell of 64 bits beside one.</summary>
    [SqlFunction("geohashNeighborInt")]
    public static long NeighborInteger(long hash, [SqlParameter(OneOf = ["North", "NorthEast", "East", "SouthEast", "South", "SouthWest", "West", "NorthWest"])] string direction) =>
        (long)Beside(new Geohash((ulong)hash, 64), direction).Bits;

    /// <summary>The eight cells around a cell, clockwise from the north.</summary>
    [SqlFunction("geohashNeighbors")]
    public static SqlArray Neighbors(string hash) => [.. s_directions.Select(step => (SqlValue)Parse(hash).Neighbor(step.North, step.East).ToString())];

    /// <summary>The eight cells of 64 bits around one, clockwise from the north.</summary>
    [SqlFunction("geohashNeighborsInt")]
    public static SqlArray NeighborsInteger(long hash) => [.. s_directions.Select(step => (SqlValue)(long)new Geohash((ulong)hash, 64).Neighbor(step.North, step.East).Bits)];

    private static Geohash Parse(string hash) =>
        Geohash.Parse(hash) ?? throw new SqlException($"found '{hash}'; expected a geohash of 1 to {Geohash.MaxDigits} digits and letters");

    private static Geohash Beside(Geohash cell, string direction)
    {
        var (name, north, east) = Array.Find(s_directions, step => step.Name.Equals(direction, StringComparison.OrdinalIgnoreCase));
        return name is null ? throw new SqlException($"found direction '{direction}'; expected one of {string.Join(", ", s_directions.Select(static step => step.Name))}") : cell.Neighbor(north, east);
    }

    private static SqlObject Middle(Geohash cell)
    {
        var (south, north, west, east) = cell.Box;
        return SqlObject.FromArrays(["Longitude", "Latitude"], [(west + east) / 2, (south + north) / 2]);
    }

    private static SqlObject Box(Geohash cell)
    {
        var (south, north, west, east) = cell.Box;
        return SqlObject.FromArrays(["MinLat", "MaxLat", "MinLng", "MaxLng"], [south, north, west, east]);
    }
}
