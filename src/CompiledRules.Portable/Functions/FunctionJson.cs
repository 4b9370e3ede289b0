using System.Buffers;

namespace CompiledRules.Portable.Functions;

/// <summary>Requests and replies of a function channel of the old wire.</summary>
internal static class FunctionJson
{
    /// <summary><c>{"func":"Exec","arg":[…, context]}</c>; the context is a text that holds JSON.</summary>
    /// <param name="context">As <see cref="Context"/> gives it.</param>
    public static ReadOnlyMemory<byte> Exec(SqlArray arguments, ReadOnlySpan<byte> context)
    {
        var output = new ArrayBufferWriter<byte>(256);
        output.Write("{\"func\":\"Exec\",\"arg\":["u8);
        var writer = new SqlJsonWriter(output);
        foreach (var argument in arguments.AsSpan())
        {
            writer.Write(argument);
            output.Write(","u8);
        }

        output.Write(context);
        output.Write("]}"u8);
        return output.WrittenMemory;
    }

    /// <summary>Each argument as the tree node of a literal, the only part of a tree that SDKs can rely on; an argument that is none is empty.</summary>
    public static SqlArray Nodes(SqlArray arguments) =>
        [.. arguments.Select(static argument => SqlValue.From(argument.IsMissing ? SqlObject.Empty : SqlObject.FromArrays(["Val"], [argument])))];

    public static ReadOnlyMemory<byte> Validate(SqlArray nodes)
    {
        var output = new ArrayBufferWriter<byte>(256);
        output.Write("{\"func\":\"Validate\",\"arg\":"u8);
        new SqlJsonWriter(output).Write(SqlValue.From(nodes));
        output.Write("}"u8);
        return output.WrittenMemory;
    }

    public static ReadOnlyMemory<byte> IsAggregate() => """{"func":"IsAggregate","arg":null}"""u8.ToArray();

    /// <summary>Reads <c>{"state":true,"result":…}</c>.</summary>
    public static RemoteResult Read(string function, byte[] reply)
    {
        SqlValue json;
        try
        {
            json = SqlJson.Parse(reply, wholeNumbersAsIntegers: true);
        }
        catch (SqlException error)
        {
            return RemoteResult.Failed(new SqlException($"Failed to unmarshal function result of {function}: {error.Message}", error));
        }

        if (json.Kind != SqlKind.Object)
            return RemoteResult.Failed(new SqlException($"Failed to unmarshal function result of {function}: found {json} where an object with state and result was expected"));

        var result = json.AsObject()["result"];
        if (json.AsObject()["state"] is { IsBoolean: true } state && state.AsBoolean())
            return RemoteResult.From(result.IsMissing ? SqlValue.Null : result);

        return RemoteResult.Failed(new SqlException(result.IsString ? result.AsString() : result.IsNull ? $"{function} failed without saying why" : $"{function} failed: {result}"));
    }

    /// <summary>Who calls, as the last argument of a call.</summary>
    public static byte[] Context(string ruleId, string opId)
    {
        var output = new ArrayBufferWriter<byte>();
        new SqlJsonWriter(output).Write(SqlJson.ToText(SqlObject.FromArrays(["ruleId", "opId", "instanceId", "funcId"], [ruleId, opId, 0L, 0L])));
        return output.WrittenSpan.ToArray();
    }
}
