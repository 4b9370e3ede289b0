using CompiledRules.Formats;
using CompiledRules.Formats.Payloads;
using CompiledRules.Formats.Templates;

namespace CompiledRules.Hosting.Output;

/// <summary>What stands between a rule's results and a sink: their shape, their format, and the properties that follow the data.</summary>
/// <param name="Encoder">Null for a sink that takes values.</param>
/// <param name="Dynamic">Templates by the name of the property.</param>
/// <param name="BufferLength">Results that may wait.</param>
/// <param name="TakesLate">Whether the sink takes the rows that come too late for the rule, instead of its results.</param>
public sealed record SinkOutput(ResultShape Shape, IRowEncoder? Encoder, IReadOnlyDictionary<string, GoTemplate> Dynamic, int BufferLength, bool TakesLate)
{
    /// <summary>What is done to a message after it is encoded; null for nothing.</summary>
    public PayloadWrapping? Wrapping { get; init; }

    /// <summary>Whether the sink takes what was refused on its way through the rule, instead of its results.</summary>
    public bool TakesDeadLetters { get; private init; }

    public required SinkDelivery Delivery { get; init; }

    /// <exception cref="OptionException">An option has a value that cannot be used, or there is no such format.</exception>
    public static SinkOutput Create(SinkConnector connector, ConnectorOptions options, FormatRegistry formats, ConnectorContext context) => new(
        new ResultShape(options, context.Time),
        connector is SinkConnector.Encoded ? formats.CreateEncoder(options.GetString("FORMAT", "json"), options) : null,
        options.DynamicNames.Where(static property => !property.Equals("dataTemplate", StringComparison.OrdinalIgnoreCase))
            .ToDictionary(static property => property, property => Parse(options, property, context.Time)),
        (int)options.GetInteger("bufferLength", 1024, 1, int.MaxValue),
        options.GetBoolean("late", false))
    {
        TakesDeadLetters = options.GetBoolean("deadLetter", false),
        Delivery = SinkDelivery.Read(options),
        Wrapping = WrappingOf(connector, options, context.AesKey),
    };

    private static PayloadWrapping? WrappingOf(SinkConnector connector, ConnectorOptions options, byte[]? key)
    {
        if (connector is SinkConnector.Encoded { WrapsItself: true } or SinkConnector.Values { WrapsItself: true })
            return null;

        var wrapping = PayloadWrapping.Read(options, key);
        return wrapping is null || connector is SinkConnector.Encoded
            ? wrapping
            : throw options.Error(options.Has("encryption") ? "encryption" : "compression", "the sink takes rows, not messages; leave it out");
    }

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
