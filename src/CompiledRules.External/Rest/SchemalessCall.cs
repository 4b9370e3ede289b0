using System.Buffers;
using System.Text;
using CompiledRules.External.Calls;

namespace CompiledRules.External.Rest;

/// <summary><c>name(method, path, argument …)</c>: any request to a REST service, without a schema.</summary>
internal sealed class SchemalessCall(RestEndpoint endpoint) : IMethodCall
{
    private const string TooFew = "the parameter count must be greater than 2";

    public object Prepare(SqlArray arguments)
    {
        if (arguments.Count < 2)
            throw new SqlException(TooFew);
        if (!arguments[0].IsString || !arguments[1].IsString)
            throw new SqlException($"the first two parameters are method and path and must be strings, not {arguments[0]} and {arguments[1]}");

        var path = arguments[1].AsString();
        // What is joined to the host must not become part of the host.
        var address = path.StartsWith('/') || path.StartsWith('?') ? endpoint.Address + path : endpoint.Address + "/" + path;
        return new RestRequest(Verb(arguments[0].AsString()), address, Body(arguments), null, [.. arguments]);
    }

    public string Describe(object request) => request.ToString()!;

    public string? Check(ReadOnlySpan<SqlKind?> arguments)
    {
        if (arguments.Length < 2)
            return TooFew;
        return arguments[0] is null or SqlKind.String && arguments[1] is null or SqlKind.String ? null : "the first two parameters are method and path and must be strings";
    }

    public ValueTask<Attempt> SendAsync(object request, CancellationToken cancellation)
    {
        var prepared = (RestRequest)request;
        return endpoint.SendAsync(prepared, path => FieldOf(prepared.Fields, path), Read, cancellation);
    }

    // A header names fields of the one argument that is an object.
    private static string? FieldOf(SqlValue[] arguments, string path)
    {
        var value = Array.Find(arguments, static argument => argument.Kind == SqlKind.Object);
        foreach (var name in path.Split('.'))
            value = value.Kind == SqlKind.Object ? value.AsObject()[name] : SqlValue.Null;
        return value.IsNull ? null : value.ToString();
    }

    private static HttpMethod Verb(string name)
    {
        try
        {
            return new HttpMethod(name.ToUpperInvariant());
        }
        catch (FormatException error)
        {
            throw new SqlException($"'{name}' is no HTTP method", error);
        }
    }

    private static byte[]? Body(SqlArray arguments)
    {
        if (arguments.Count == 2)
            return null;

        var output = new ArrayBufferWriter<byte>();
        SqlJson.Write(arguments.Count == 3 ? arguments[2] : new SqlArray([.. arguments.Skip(2)]), output);
        return output.WrittenSpan.ToArray();
    }

    private static SqlValue Read(string mediaType, byte[] body)
    {
        if (mediaType.StartsWith("application/json", StringComparison.OrdinalIgnoreCase))
            return SqlJson.Parse(body);
        if (body.Length == 0)
            return SqlValue.Null;
        if (!mediaType.StartsWith("text/plain", StringComparison.OrdinalIgnoreCase))
            throw new SqlException($"unsupported response content type {mediaType}");

        try
        {
            return SqlJson.Parse(body);
        }
        catch (SqlException)
        {
            return Encoding.UTF8.GetString(body);
        }
    }
}
