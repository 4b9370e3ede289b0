using System.Collections.Concurrent;
using CompiledRules.Formats.Binary;
using CompiledRules.Formats.Delimited;
using CompiledRules.Formats.Json;
using CompiledRules.Formats.UrlEncoded;

namespace CompiledRules.Formats;

/// <summary>Formats by name. Names compare without regard to case; a later registration replaces an earlier one. May be used from any thread.</summary>
public sealed class FormatRegistry
{
    private readonly ConcurrentDictionary<string, Func<ConnectorOptions, RowLayout, RowSchema, IRowDecoder>> _decoders = new(StringComparer.OrdinalIgnoreCase);
    private readonly ConcurrentDictionary<string, Func<ConnectorOptions, IRowEncoder>> _encoders = new(StringComparer.OrdinalIgnoreCase);

    public IEnumerable<string> DecoderNames => _decoders.Keys.Order(StringComparer.Ordinal);

    public IEnumerable<string> EncoderNames => _encoders.Keys.Order(StringComparer.Ordinal);

    /// <summary>A registry with <c>json</c>, <c>delimited</c>, <c>urlencoded</c> and <c>binary</c>.</summary>
    public static FormatRegistry CreateDefault() => new FormatRegistry()
        .AddDecoder("json", static (options, layout, schema) =>
            new JsonRowDecoder(layout, options.GetBoolean("useInt64ForWholeNumber", false) ? schema with { UseIntegers = true } : schema))
        .AddDecoder("delimited", static (options, layout, schema) =>
            new DelimitedRowDecoder(layout, schema, Delimiter(options), options.GetStrings("fields"), options.GetBoolean("hasHeader", false)))
        .AddDecoder("urlencoded", static (_, layout, schema) => new UrlEncodedRowDecoder(layout, schema))
        .AddDecoder("binary", static (_, layout, schema) => new BinaryRowDecoder(layout, schema))
        .AddEncoder("json", static options => new JsonRowEncoder(options.GetBoolean("nonFiniteAsNull", false)))
        .AddEncoder("delimited", static options =>
            new DelimitedRowEncoder(Delimiter(options), options.GetStrings("fields"), options.GetBoolean("hasHeader", false)))
        .AddEncoder("urlencoded", static _ => new UrlEncodedRowEncoder())
        .AddEncoder("binary", static _ => new BinaryRowEncoder());

    public FormatRegistry AddDecoder(string name, Func<ConnectorOptions, RowLayout, RowSchema, IRowDecoder> create)
    {
        _decoders[name] = create;
        return this;
    }

    public FormatRegistry AddEncoder(string name, Func<ConnectorOptions, IRowEncoder> create)
    {
        _encoders[name] = create;
        return this;
    }

    /// <summary>Makes a decoder for one stream.</summary>
    /// <exception cref="OptionException">No such format, or an option of it cannot be used.</exception>
    public IRowDecoder CreateDecoder(string name, ConnectorOptions options, RowLayout layout, RowSchema schema) =>
        _decoders.TryGetValue(name, out var create) ? create(options, layout, schema) : throw Unknown(options, name, DecoderNames);

    /// <summary>Makes an encoder for one sink.</summary>
    /// <exception cref="OptionException">No such format, or an option of it cannot be used.</exception>
    public IRowEncoder CreateEncoder(string name, ConnectorOptions options) =>
        _encoders.TryGetValue(name, out var create) ? create(options) : throw Unknown(options, name, EncoderNames);

    private static string Delimiter(ConnectorOptions options) =>
        options.GetString("DELIMITER", ",") is { Length: > 0 } delimiter ? delimiter : throw options.Error("DELIMITER", "found an empty text; expected one or more characters");

    private static OptionException Unknown(ConnectorOptions options, string name, IEnumerable<string> known) =>
        options.Error("FORMAT", $"there is no format '{name}'; there are {string.Join(", ", known)}");
}
