namespace CompiledRules.Hosting;

/// <summary>A stream or table as it is opened for a rule.</summary>
/// <param name="Type">The source's name in the registry.</param>
/// <param name="Options">As they stand in <c>WITH</c>; those of <c>EXTRA</c>, a JSON object, come before them.</param>
public sealed record StreamSettings(string Name, string Type, IReadOnlyList<KeyValuePair<string, SqlValue>> Options, RowSchema Schema)
{
    /// <summary>What the connector and the format are given: a later option replaces an earlier one.</summary>
    /// <exception cref="OptionException"><c>EXTRA</c> is no JSON object.</exception>
    public IEnumerable<KeyValuePair<string, SqlValue>> AllOptions() => Extra().Concat(Options);

    private SqlObject Extra()
    {
        var extra = Options.LastOrDefault(static option => option.Key.Equals("EXTRA", StringComparison.OrdinalIgnoreCase)).Value;
        if (!extra.IsString)
            return SqlObject.Empty;

        try
        {
            if (SqlJson.Parse(extra.AsString()) is { Kind: SqlKind.Object } value)
                return value.AsObject();
        }
        catch (SqlException error)
        {
            throw new OptionException($"source {Type}", "EXTRA", error.Message);
        }

        throw new OptionException($"source {Type}", "EXTRA", "expected a JSON object such as {\"qos\": 1}");
    }
}
