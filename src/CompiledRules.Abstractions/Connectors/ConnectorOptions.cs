using System.Collections.Frozen;

namespace CompiledRules;

/// <summary>The options of one connector: what stands in <c>WITH</c> and in configuration, read by type. Names compare without regard to case.</summary>
/// <remarks>
/// A text may name environment variables, <c>${NAME}</c>, so that secrets stay out of files. A text with <c>{{ … }}</c> follows the data, see <see cref="DynamicNames"/>.
/// Every name that is asked for counts as known: after the connector has read its options, <see cref="RejectUnknown()"/> refuses the rest.
/// </remarks>
public sealed partial class ConnectorOptions
{
    // These belong to the stream or to the rule's output stage, which read them before or after the connector.
    private static readonly FrozenSet<string> s_common = FrozenSet.Create(
        StringComparer.OrdinalIgnoreCase,
        "DATASOURCE", "FORMAT", "SCHEMAID", "DELIMITER", "KEY", "TYPE", "CONF_KEY", "EXTRA", "STRICT_VALIDATION", "TIMESTAMP", "TIMESTAMP_FORMAT", "SHARED", "KIND",
        "RETAIN_SIZE", "VERSION", "TEMP", "bufferLength", "useInt64ForWholeNumber", "lookup", "connectionSelector", "resourceId", "concurrency", "omitIfEmpty",
        "sendSingle", "dataTemplate", "dataField", "tableDataField", "fields", "excludeFields", "hasHeader", "sendError", "late", "nonFiniteAsNull",
        "deadLetter", "batchSize", "lingerInterval", "resendInterval", "enableCache", "memoryCacheThreshold", "maxDiskCache", "bufferPageSize", "cleanCacheAtStop");

    // Options of the dialect that no part acts on. Passing over them would send plain what should be encrypted, or lose what should be kept.
    private static readonly FrozenSet<string> s_unsupported = FrozenSet.Create(
        StringComparer.OrdinalIgnoreCase,
        "payloadField", "payloadFormat", "payloadSchemaId", "payloadDelimiter", "payloadBatchField", "colAliasMapping", "mergeField", "merger",
        "resendAlterQueue", "resendPriority", "resendIndicatorField", "resendDestination");

    private readonly Dictionary<string, SqlValue> _values = new(StringComparer.OrdinalIgnoreCase);
    private readonly HashSet<string> _asked = new(StringComparer.OrdinalIgnoreCase);
    private readonly Func<string, string?> _environment;

    /// <param name="connector">For messages, such as <c>source mqtt</c>.</param>
    /// <param name="values">Text as SQL has it, or numbers, booleans, arrays and objects as configuration has them; a later value replaces an earlier one.</param>
    /// <param name="environment">Gives the value of an environment variable, or null; the process's own where left out.</param>
    public ConnectorOptions(string connector, IEnumerable<KeyValuePair<string, SqlValue>> values, Func<string, string?>? environment = null)
    {
        Connector = connector;
        _environment = environment ?? Environment.GetEnvironmentVariable;
        foreach (var (name, value) in values)
            _values[name] = value.IsString ? Expand(name, value.AsString()) : value;
    }

    public string Connector { get; }

    /// <summary>Names of the options whose text holds <c>{{</c>: templates over each message's data, which the runtime evaluates.</summary>
    public IEnumerable<string> DynamicNames =>
        _values.Where(static entry => entry.Value.IsString && IsTemplate(entry.Value.AsString())).Select(static entry => entry.Key);

    /// <summary>The <c>DATASOURCE</c> of the stream or table, or null.</summary>
    public string? DataSource => GetStringOrNull("DATASOURCE");

    public static bool IsTemplate(string text) => text.Contains("{{", StringComparison.Ordinal);

    public bool Has(string name) => !Find(name).IsNull;

    /// <summary>An error about an option, in this connector's name.</summary>
    public OptionException Error(string option, string problem) => new(Connector, option, problem);

    /// <summary>All options, named as they were given, for a connector that passes them on. All count as known.</summary>
    public SqlObject ToObject()
    {
        _asked.UnionWith(_values.Keys);
        return SqlObject.From(_values);
    }

    /// <summary>Refuses options that nobody has asked for, with the nearest known name.</summary>
    /// <exception cref="OptionException">There is one.</exception>
    public void RejectUnknown() => RejectUnknown([]);

    /// <summary>Refuses options that nobody has asked for, with the nearest known name.</summary>
    /// <param name="others">Names that another part reads.</param>
    /// <exception cref="OptionException">There is one.</exception>
    public void RejectUnknown(ReadOnlySpan<string> others)
    {
        foreach (var name in others)
            _asked.Add(name);

        foreach (var (name, value) in _values)
        {
            if (_asked.Contains(name) || s_common.Contains(name))
                continue;

            if (s_unsupported.Contains(name))
            {
                if (IsOff(value))
                    continue;

                throw Error(name, "it is an option of the dialect that is not supported here; leave it out");
            }

            var nearest = _asked.OrderBy(known => Distance(known, name)).FirstOrDefault();
            var remedy = nearest is not null && Distance(nearest, name) <= Math.Max(2, name.Length / 3)
                ? $"did you mean '{nearest}'?"
                : $"it takes {string.Join(", ", _asked.Order(StringComparer.OrdinalIgnoreCase))}";
            throw Error(name, $"there is no such option; {remedy}");
        }
    }

    private static bool IsOff(SqlValue value) => value.IsNull || SqlText.ToText(value) is "" or "0" or "false" or "FALSE" or "False";

    private SqlValue Find(string name)
    {
        _asked.Add(name);
        return _values.GetValueOrDefault(name);
    }

    private SqlValue Expand(string option, string text)
    {
        var start = text.IndexOf("${", StringComparison.Ordinal);
        while (start >= 0)
        {
            var end = text.IndexOf('}', start);
            if (end < 0)
                break;

            var name = text[(start + 2)..end];
            var value = _environment(name)
                ?? throw Error(option, $"environment variable {name} is not set; set it, or write the value in place of ${{{name}}}");
            text = string.Concat(text.AsSpan(0, start), value, text.AsSpan(end + 1));
            start = text.IndexOf("${", start + value.Length, StringComparison.Ordinal);
        }

        return text;
    }

    // Levenshtein; names are short.
    private static int Distance(string left, string right)
    {
        var row = Enumerable.Range(0, right.Length + 1).ToArray();
        for (var i = 1; i <= left.Length; i++)
        {
            var diagonal = row[0];
            row[0] = i;
            for (var j = 1; j <= right.Length; j++)
            {
                var cost = char.ToLowerInvariant(left[i - 1]) == char.ToLowerInvariant(right[j - 1]) ? 0 : 1;
                (diagonal, row[j]) = (row[j], Math.Min(Math.Min(row[j] + 1, row[j - 1] + 1), diagonal + cost));
            }
        }

        return row[^1];
    }
}
