using CompiledRules.Formats;
using CompiledRules.Formats.Templates;

namespace CompiledRules.Hosting.Output;

/// <summary>What stands between a rule's results and a sink: their shape, their format, and the properties that follow the data.</summary>
/// <param name="Encoder">Null for a sink that takes values.</param>
/// <param name="Dynamic">Templates by the name of the property.</param>
/// <param name="BufferLength">Results that may wait.</param>
/// <param name="TakesLate">Whether the sink takes the rows that come too late for the rule, instead of its results.</param>
public sealed record SinkOutput(ResultShape Shape, IRowEncoder? Encoder, IReadOnlyDictionary<string, GoTemplate> Dynamic, int BufferLength, bool TakesLate)
{
    /// <exception cref="OptionException">An option has a value that cannot be used, or there is no such format.</exception>
    public static SinkOutput Create(SinkConnector connector, ConnectorOptions options, FormatRegistry formats, TimeProvider time) => new(
        new ResultShape(options, time),
        connector is SinkConnector.Encoded ? formats.CreateEncoder(options.GetString("FORMAT", "json"), options) : null,
        options.DynamicNames.Where(static property => !property.Equals("dataTemplate", StringComparison.OrdinalIgnoreCase))
            .ToDictionary(static property => property, property => Parse(options, property, time)),
        (int)options.GetInteger("bufferLength", 1024, 1, int.MaxValue),
        options.GetBoolean("late", false));

    private static GoTemplate Parse(ConnectorOptions options, string property, TimeProvider time)
    {
        try
        {
            return GoTemplate.Parse(options.GetString(property, ""), time);
        }
        catch (TemplateException error)
        {
            throw options.Error(property, error.Message);
        }
    }
}
