using System.Text.Json;
using CompiledRules.Conformance.Tests.Cases;

namespace CompiledRules.Conformance.Tests.Expressions;

/// <summary>One input row of a case and where it stands among the others.</summary>
/// <param name="Stream">Null where the case names none.</param>
/// <param name="Joined">The joined row it is a part of; -1 for a row on its own.</param>
/// <param name="Group">The group it is in; 0 where there are none.</param>
internal sealed record CaseRow(string? Stream, SqlObject Values, SqlObject? Metadata, int Joined, int Group)
{
    /// <summary>The rows of an input in order.</summary>
    public static List<CaseRow> ReadAll(JsonElement input)
    {
        var kind = input.TryGetProperty("kind", out var name) ? name.GetString() : "row";
        if (kind == "row")
            return [.. ReadUnit(input, -1, 0)];
        if (kind != "groups")
            return [.. input.GetProperty("rows").EnumerateArray().SelectMany(static (unit, index) => ReadUnit(unit, index, 0))];

        var joined = 0;
        return [.. input.GetProperty("groups").EnumerateArray().SelectMany((group, index) =>
            group.GetProperty("rows").EnumerateArray().SelectMany(unit => ReadUnit(unit, joined++, index)))];
    }

    /// <summary>A row, or what the parts of a joined row come to, where the first part wins a clash of names.</summary>
    public static SqlValue Merged(JsonElement unit)
    {
        var builder = new SqlObject.Builder();
        foreach (var row in ReadUnit(unit, 0, 0))
        {
            foreach (var (column, value) in row.Values)
            {
                if (!builder.Contains(column))
                    builder[column] = value;
            }
        }

        return builder.ToObject();
    }

    private static IEnumerable<CaseRow> ReadUnit(JsonElement unit, int joined, int group) => unit.TryGetProperty("tuples", out var parts)
        ? parts.EnumerateArray().Select(part => ReadRow(part, joined, group))
        : [ReadRow(unit, -1, group)];

    private static CaseRow ReadRow(JsonElement row, int joined, int group) => new(
        row.TryGetProperty("stream", out var stream) ? stream.GetString() : null,
        CaseValue.Read(row.GetProperty("row")).AsObject(),
        row.TryGetProperty("meta", out var meta) && meta.ValueKind == JsonValueKind.Object ? CaseValue.Read(meta).AsObject() : null,
        joined,
        group);
}
