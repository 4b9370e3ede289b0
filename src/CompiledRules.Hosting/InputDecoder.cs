using System.Runtime.InteropServices;
using CompiledRules.Formats;
using CompiledRules.Formats.Payloads;
using CompiledRules.Formats.Rows;
using CompiledRules.Hosting.Sharing;

namespace CompiledRules.Hosting;

/// <summary>Turns what one source hands in into rows. Used on the rule's loop.</summary>
internal sealed class InputDecoder
{
    private readonly DecodedRows _decoded;
    private readonly IRowDecoder? _decoder;
    private readonly PayloadUnwrapping? _unwrapping;
    private readonly RowMapper? _mapper;
    private readonly SharedRows? _shared;
    private IReadOnlyList<SqlException>? _sharedErrors;

    /// <param name="reusesRows">Whether rows are filled anew with the next call: for a rule that keeps none of them.</param>
    /// <exception cref="OptionException">There is no such format, or an option of it cannot be used.</exception>
    public InputDecoder(StreamSource source, FormatRegistry formats, bool reusesRows)
    {
        _decoded = new DecodedRows { ReusesRows = reusesRows };
        _mapper = new RowMapper(source.Input.Layout, source.Schema, source.Connector is SourceConnector.Rows { IsText: true });
        _unwrapping = source.Unwrapping;
        _decoder = source.Connector is SourceConnector.Messages
            ? formats.CreateDecoder(source.Format, source.Options, source.Input.Layout, source.Schema)
            : null;
    }

    /// <summary>For rows that come decoded.</summary>
    /// <param name="width">Of the rule's rows.</param>
    /// <param name="map">Where their slots stand in the shared ones; null where the two are the same.</param>
    /// <param name="reusesRows">Whether rows are filled anew with the next call.</param>
    public InputDecoder(int width, int[]? map, bool reusesRows)
    {
        _decoded = new DecodedRows();
        _shared = map is null ? null : new SharedRows(width, map, reusesRows);
    }

    /// <summary>What could not be read of the message last decoded.</summary>
    public IReadOnlyList<SqlException> Errors => _sharedErrors ?? _decoded.Errors;

    /// <summary>The rows of a message; valid until the next call.</summary>
    public ReadOnlySpan<Row> Decode(SourceMessage message, long arrival)
    {
        _decoded.Clear();
        try
        {
            _decoder!.Decode(_unwrapping is null ? message : message with { Payload = _unwrapping.Unwrap(message.Payload) }, arrival, _decoded);
        }
        catch (SqlException error)
        {
            _decoded.Errors.Add(error);
        }

        return CollectionsMarshal.AsSpan(_decoded.Rows);
    }

    public ReadOnlySpan<Row> Decode(SourceRow row, long arrival)
    {
        _decoded.Clear();
        _mapper!.Map(row, arrival, _decoded);
        return CollectionsMarshal.AsSpan(_decoded.Rows);
    }

    public ReadOnlySpan<Row> Decode(SharedBatch batch)
    {
        _sharedErrors = batch.Errors;
        return _shared is null ? batch.Rows : _shared.Fill(batch.Rows);
    }
}
