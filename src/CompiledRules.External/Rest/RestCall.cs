using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using CompiledRules.External.Calls;
using CompiledRules.External.Messages;
using CompiledRules.External.Schemas;
using CompiledRules.Formats.Protobuf.Schemas;
using CompiledRules.Formats.Protobuf.Wire;

namespace CompiledRules.External.Rest;

/// <summary>A method of a REST service with a schema, by its <c>google.api.http</c> option or as a POST of the message.</summary>
internal sealed class RestCall(RestEndpoint endpoint, MethodSchema method) : IMethodCall
{
    private readonly ImmutableArray<RestBinding> _bindings = [.. method.Http.Select(binding => new RestBinding(binding, method))];
    private readonly Func<string, byte[], SqlValue> _read = (mediaType, body) => Read(method.Output, null, mediaType, body);

    public object Prepare(SqlArray arguments)
    {
        var fields = ArgumentMapping.Map(arguments, method.Input);
        if (_bindings.IsEmpty)
            return new RestRequest(HttpMethod.Post, $"{endpoint.Address}/{method.Name}", Body(fields), null, fields.ToArray());

        var firstProblem = "";
        foreach (var binding in _bindings)
        {
            if (binding.Prepare(endpoint.Address, fields, out var problem) is { } request)
                return request with { Fields = fields.ToArray() };
            firstProblem = firstProblem.Length == 0 ? problem : firstProblem;
        }

        throw new SqlException(firstProblem);
    }

    public string Describe(object request) => request.ToString()!;

    public string? Check(ReadOnlySpan<SqlKind?> arguments) => ArgumentMapping.Check(arguments, method.Input);

    public ValueTask<Attempt> SendAsync(object request, CancellationToken cancellation)
    {
        var prepared = (RestRequest)request;
        var read = prepared.ResponseBody is { } only ? (mediaType, body) => Read(method.Output, only, mediaType, body) : _read;
        return endpoint.SendAsync(prepared, path => FieldPath.TextOf(method.Input, prepared.Fields, path), read, cancellation);
    }

    // A StringValue is sent as it is, without quotation marks.
    private byte[] Body(ReadOnlySpan<SqlValue> fields) => method.Input is { WellKnown: WellKnownType.Wrapper, Fields: [{ Kind: FieldKind.String } text] }
        ? Encoding.UTF8.GetBytes(FieldText.Of(text, fields[0]))
        : JsonBody.Of(method.Input, fields);

    private static SqlValue Read(MessageSchema output, FieldSchema? only, string mediaType, byte[] body)
    {
        if (body.Length == 0 && output.WellKnown == WellKnownType.Empty)
            return SqlObject.Empty;
        if (mediaType.StartsWith("application/json", StringComparison.OrdinalIgnoreCase))
            return only is null ? MessageJsonReader.Read(output, body) : MessageJsonReader.ReadOnly(only, output, body);
        if (mediaType.StartsWith("text/plain", StringComparison.OrdinalIgnoreCase) && output.WellKnown == WellKnownType.Wrapper)
            return FromText(output.Fields[0], Encoding.UTF8.GetString(body));

        throw new SqlException($"unsupported response content type {mediaType}");
    }

    private static SqlValue FromText(FieldSchema field, string text) => field.Kind switch
    {
        FieldKind.String => text,
        FieldKind.Bytes => SqlValue.From(Encoding.UTF8.GetBytes(text)),
        FieldKind.Bool when bool.TryParse(text, out var flag) => flag,
        FieldKind.Double or FieldKind.Float when double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) => number,
        _ when field.Kind.IsInteger && long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var integer) => integer,
        _ => throw new SqlException($"the reply is the text '{text}' where {field.Kind.Text} is expected"),
    };
}
