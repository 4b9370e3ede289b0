using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using CompiledRules.Server.Http;

namespace CompiledRules.Server.Graphs;

/// <summary>A graph as the statement and the actions that mean the same.</summary>
internal sealed class GraphStatement
{
    private readonly List<string> _columns = [];
    private readonly List<string> _groups = [];
    private readonly StringBuilder _joins = new();
    private readonly List<string> _where = [];
    private readonly List<string> _having = [];
    private readonly JsonArray _actions = [];
    private string? _from;
    private string? _window;
    private string? _order;
    private bool _isPicked;
    private bool _isAggregated;

    private GraphStatement()
    {
    }

    /// <exception cref="ApiException">The graph has an operator, or an order of operators, that no statement has.</exception>
    public static (string Sql, JsonArray Actions) Translate(JsonElement graph)
    {
        var statement = new GraphStatement();
        var nodes = GraphReader.Read(graph);
        foreach (var node in nodes)
            statement.Add(node);
        if (statement._actions.Count == 0)
            throw new ApiException(ErrorCode.Rule, "graph: it has no sink");
        if (nodes.Count(static node => node.Kind == "source") > 1 && statement._joins.Length == 0)
            throw new ApiException(ErrorCode.Rule, "graph: it has several sources and no join");
        return (statement.ToSql(), statement._actions);
    }

    private void Add(GraphNode node)
    {
        switch (node.Kind)
        {
            case "source":
                _from ??= Quote(node.Props.TextOrNull("sourceName") ?? throw node.Error("property 'sourceName' is missing; create a stream and name it here"));
                break;
            case "sink":
                _actions.Add(new JsonObject { [node.Type] = JsonNode.Parse(node.Props.GetRawText()) });
                break;
            case "operator":
                AddOperator(node);
                break;
            default:
                throw node.Error($"'{node.Kind}' is no type of node; expected source, operator or sink");
        }
    }

    private void AddOperator(GraphNode node)
    {
        if (_isPicked && node.Type is not ("filter" or "orderby"))
            throw node.Error("it comes after pick, which ends a statement");

        switch (node.Type)
        {
            case "function":
                _columns.Add(node.Require("expr"));
                break;
            case "aggfunc":
                _isAggregated = _window is not null || _groups.Count > 0 ? true : throw node.Error("it takes groups: put a window before it");
                _columns.Add(node.Require("expr"));
                break;
            case "filter":
                (_window is null && _groups.Count == 0 ? _where : _having).Add($"({node.Require("expr")})");
                break;
            case "pick":
                Pick(node);
                break;
            case "window":
                _window = _window is null ? WindowOf(node) : throw node.Error("there is a window already");
                break;
            case "join":
                Join(node);
                break;
            case "groupby":
                _groups.AddRange(_window is null ? throw node.Error("it takes a collection: put a window before it") : node.Props.Texts("dimensions"));
                break;
            case "orderby":
                _order = string.Join(", ", Items(node, "sorts").Select(sort => $"{sort.RequireText("field")}{(sort.Flag("desc", false) ? " DESC" : "")}"));
                break;
            case "watermark":
                // A statement in event time has its watermark by the rule's options.
                break;
            default:
                throw node.Error("there is no such operator in a statement; write the rule as 'sql', or one rule for each case of a switch");
        }
    }

    // What a function has been named by its node is picked by that name.
    private void Pick(GraphNode node)
    {
        var named = _columns.ToDictionary(NameOf, static column => column, StringComparer.Ordinal);
        _columns.Clear();
        _columns.AddRange(node.Props.Texts("fields").Select(field => named.GetValueOrDefault(field) ?? field));
        _isPicked = _columns.Count > 0 ? true : throw node.Error("property 'fields' is missing");
    }

    private void Join(GraphNode node)
    {
        _from = Quote(node.Require("from"));
        foreach (var join in Items(node, "joins"))
        {
            var type = join.RequireText("type").ToUpperInvariant();
            if (type is not ("INNER" or "LEFT" or "RIGHT" or "FULL" or "CROSS"))
                throw node.Error($"'{type}' is no type of join");
            _joins.Append(CultureInfo.InvariantCulture, $" {type} JOIN {Quote(join.RequireText("name"))}");
            if (type != "CROSS")
                _joins.Append(CultureInfo.InvariantCulture, $" ON {join.RequireText("on")}");
        }
    }

    private static IEnumerable<JsonElement> Items(GraphNode node, string name) => node.Props.ValueOrNull(name) is { ValueKind: JsonValueKind.Array } items
        ? items.EnumerateArray().Select(item => item.ValueKind == JsonValueKind.Object ? item : throw node.Error($"property '{name}' has something that is no object"))
        : throw node.Error($"property '{name}' is missing");

    private static string WindowOf(GraphNode node)
    {
        var type = node.Require("type").ToLowerInvariant();
        var size = Number(node, "size") ?? throw node.Error("property 'size' is missing");
        var interval = Number(node, "interval");
        if (type == "countwindow")
            return interval is null ? $"COUNTWINDOW({size})" : $"COUNTWINDOW({size}, {interval})";

        var unit = node.Require("unit").ToLowerInvariant();
        if (unit is not ("dd" or "hh" or "mi" or "ss" or "ms"))
            throw node.Error($"'{unit}' is no unit; expected dd, hh, mi, ss or ms");
        return type switch
        {
            "tumblingwindow" => $"TUMBLINGWINDOW({unit}, {size})",
            "hoppingwindow" => $"HOPPINGWINDOW({unit}, {size}, {interval ?? throw node.Error("property 'interval' is missing")})",
            "slidingwindow" => interval is null ? $"SLIDINGWINDOW({unit}, {size})" : $"SLIDINGWINDOW({unit}, {size}, {interval})",
            "sessionwindow" => $"SESSIONWINDOW({unit}, {size}, {interval ?? throw node.Error("property 'interval' is missing")})",
            _ => throw node.Error($"'{type}' is no window"),
        };
    }

    private static long? Number(GraphNode node, string name) => node.Props.ValueOrNull(name) switch
    {
        null => null,
        { ValueKind: JsonValueKind.Number } number when number.TryGetInt64(out var value) && value > 0 => value,
        _ => throw node.Error($"property '{name}' is no positive whole number"),
    };

    private static string NameOf(string column)
    {
        var at = column.LastIndexOf(" as ", StringComparison.OrdinalIgnoreCase);
        return at < 0 ? column : column[(at + 4)..].Trim();
    }

    private static string Quote(string name) => $"`{Names.Check(name)}`";

    private string ToSql()
    {
        var columns = _isPicked || _isAggregated ? _columns : ["*", .. _columns];
        var sql = new StringBuilder($"SELECT {string.Join(", ", columns)} FROM {_from}{_joins}");
        if (_where.Count > 0)
            sql.Append(" WHERE ").AppendJoin(" AND ", _where);
        if (_window is not null)
            sql.Append(" GROUP BY ").AppendJoin(", ", _groups.Append(_window));
        if (_having.Count > 0)
            sql.Append(" HAVING ").AppendJoin(" AND ", _having);
        if (_order is not null)
            sql.Append(" ORDER BY ").Append(_order);
        return sql.ToString();
    }
}
