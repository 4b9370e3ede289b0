using System.Text;
using CompiledRules.External.Schemas;
using CompiledRules.Formats.Protobuf.Schemas;
using CompiledRules.Formats.Protobuf.Wire;

namespace CompiledRules.External.Rest;

/// <summary>A <c>google.api.http</c> binding, ready to be used: which fields go into the path, the body and the query.</summary>
internal sealed class RestBinding
{
    private readonly MessageSchema _input;
    private readonly PathTemplate _template;
    private readonly FieldSchema? _body;
    private readonly bool _isWholeBody;
    private readonly string[][] _pathFields;

    /// <exception cref="FormatException">The option is malformed; says how.</exception>
    public RestBinding(HttpBinding binding, MethodSchema method)
    {
        _input = method.Input;
        Verb = new HttpMethod(binding.Verb);
        _template = PathTemplate.Parse(binding.Path);
        _pathFields = [.. _template.Variables.Select(static variable => variable.Path.Split('.'))];
        foreach (var path in _pathFields)
        {
            if (FieldPath.Find(_input, path) is not { IsRepeated: false } field || field is { Kind: FieldKind.Message, Message.WellKnown: WellKnownType.None })
                throw new FormatException($"names '{string.Join('.', path)}' in its path, which is no single value of {_input.FullName}");
        }

        _isWholeBody = binding.Body == "*";
        if (binding.Body.Length > 0 && !_isWholeBody)
            _body = _input.FindByName(binding.Body) ?? throw new FormatException($"has the body '{binding.Body}', which is no field of {_input.FullName}");
        if (binding.ResponseBody.Length > 0)
            ResponseBody = method.Output.FindByName(binding.ResponseBody) ?? throw new FormatException($"has the response_body '{binding.ResponseBody}', which is no field of {method.Output.FullName}");
    }

    public HttpMethod Verb { get; }

    /// <summary>The only field that a response holds, or null for all of them.</summary>
    public FieldSchema? ResponseBody { get; }

    /// <summary>What is wrong with a binding, or null.</summary>
    public static string? Check(HttpBinding binding, MethodSchema method)
    {
        try
        {
            _ = new RestBinding(binding, method);
            return null;
        }
        catch (FormatException error)
        {
            return error.Message;
        }
    }

    /// <returns>Null where the path cannot be made of these fields; <paramref name="problem"/> then says why.</returns>
    /// <exception cref="SqlException">A value does not fit its field.</exception>
    public RestRequest? Prepare(string address, ReadOnlySpan<SqlValue> fields, out string problem)
    {
        if (_template.Render(_input, fields, out problem) is not { } path)
            return null;

        var rest = Without(fields);
        byte[]? body = null;
        if (_isWholeBody)
            body = JsonBody.Of(_input, rest);
        else if (_body is not null)
        {
            body = JsonBody.Of(_body, rest[_body.Index]);
            rest[_body.Index] = SqlValue.Missing;
        }

        var query = _isWholeBody ? "" : Query(rest);
        return new RestRequest(Verb, address + path + query, body, ResponseBody, rest);
    }

    private SqlValue[] Without(ReadOnlySpan<SqlValue> fields)
    {
        var rest = new SqlValue[_input.Fields.Length];
        fields.CopyTo(rest);
        foreach (var path in _pathFields)
        {
            var index = _input.FindByName(path[0])!.Index;
            rest[index] = path.Length == 1 ? SqlValue.Missing : Without(rest[index], path.AsSpan(1));
        }

        return rest;
    }

    private static SqlValue Without(SqlValue value, ReadOnlySpan<string> path)
    {
        if (value.Kind != SqlKind.Object)
            return value;

        var builder = new SqlObject.Builder().AddAll(value.AsObject());
        if (path.Length == 1)
            builder.Remove(path[0]);
        else
            builder[path[0]] = Without(builder[path[0]], path[1..]);
        return builder.ToObject();
    }

    // Without a body every field is said, also one at its default; beside a body only what was given.
    private string Query(SqlValue[] rest)
    {
        var query = new StringBuilder();
        foreach (var field in _input.Fields)
        {
            var isInPath = _pathFields.Any(path => path.Length == 1 && _input.FindByName(path[0]) == field);
            if (!isInPath && (_body is null || !rest[field.Index].IsNull))
                Append(query, field.Name, field, rest[field.Index]);
        }

        return query.ToString();
    }

    private static void Append(StringBuilder query, string name, FieldSchema field, SqlValue value)
    {
        if (value.IsNull)
            value = field.Oneof >= 0 ? SqlValue.Null : field.Default;
        if (value.IsNull || (field.IsMap && value.Kind == SqlKind.Object && value.AsObject().Count == 0))
            return;

        if (field.IsRepeated && !field.IsMap)
        {
            foreach (var item in FieldConversion.ToArray(value, field))
                AppendSingle(query, name, field, item);
        }
        else if (field is { Kind: FieldKind.Message, IsMap: false, Message: { WellKnown: WellKnownType.None } message })
        {
            var members = message.FieldsOf(FieldConversion.ToObject(value, field));
            foreach (var member in message.Fields)
                Append(query, name + "." + member.Name, member, members[member.Index]);
        }
        else
            AppendSingle(query, name, field, value);
    }

    private static void AppendSingle(StringBuilder query, string name, FieldSchema field, SqlValue value) => query
        .Append(query.Length == 0 ? '?' : '&')
        .Append(Uri.EscapeDataString(name))
        .Append('=')
        .Append(Uri.EscapeDataString(FieldText.Of(field, value)));
}
