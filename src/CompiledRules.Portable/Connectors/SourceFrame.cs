using System.Text;

namespace CompiledRules.Portable.Connectors;

/// <summary>What a source pushes over the old wire: a row, or the text of an error.</summary>
internal readonly record struct SourceFrame(SourceRow Row, string? Error)
{
    /// <summary>Reads <c>{"message":{…},"meta":{…}}</c>, <c>{"error":"…"}</c>, or the bare string that the Go SDK makes of an error.</summary>
    public static SourceFrame Read(ReadOnlySpan<byte> frame)
    {
        SqlValue json;
        try
        {
            json = SqlJson.Parse(frame);
        }
        catch (SqlException error)
        {
            return Failed($"Invalid data format, cannot decode {Encoding.UTF8.GetString(frame)} to json format with error {error.Message}");
        }

        if (json.IsString)
            return Failed(json.AsString());
        if (json.Kind != SqlKind.Object)
            return Failed($"Invalid data format, found {json} where an object with a message was expected");

        var fields = json.AsObject();
        if (fields["message"] is { Kind: SqlKind.Object } message)
            return new SourceFrame(new SourceRow(message.AsObject(), fields["meta"] is { Kind: SqlKind.Object } meta ? meta.AsObject() : null), null);

        return Failed(fields["error"] is { IsString: true } text ? text.AsString() : $"Invalid data format, found {json} where an object with a message was expected");
    }

    private static SourceFrame Failed(string error) => new(default, error);
}
