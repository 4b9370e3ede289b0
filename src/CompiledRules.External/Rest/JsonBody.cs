using System.Buffers;
using System.Text.Json;
using CompiledRules.External.Messages;
using CompiledRules.Formats.Protobuf.Schemas;

namespace CompiledRules.External.Rest;

/// <summary>Bodies of requests.</summary>
internal static class JsonBody
{
    private static readonly JsonWriterOptions s_options = new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true };

    [ThreadStatic]
    private static Scratch? s_scratch;

    /// <exception cref="SqlException">A value does not fit its field.</exception>
    public static byte[] Of(MessageSchema schema, ReadOnlySpan<SqlValue> fields)
    {
        var scratch = Begin();
        MessageJsonWriter.Write(scratch.Json, schema, fields);
        return scratch.ToBytes();
    }

    /// <exception cref="SqlException">The value does not fit the field.</exception>
    public static byte[] Of(FieldSchema field, SqlValue value)
    {
        if (value.IsNull)
            return field.Kind == FieldKind.Message && !field.IsRepeated ? "{}"u8.ToArray() : "null"u8.ToArray();

        var scratch = Begin();
        MessageJsonWriter.WriteField(scratch.Json, field, value);
        return scratch.ToBytes();
    }

    private static Scratch Begin()
    {
        var scratch = s_scratch ??= new Scratch();
        scratch.Output.ResetWrittenCount();
        scratch.Json.Reset();
        return scratch;
    }

    private sealed class Scratch
    {
        public Scratch() => Json = new Utf8JsonWriter(Output, s_options);

        public ArrayBufferWriter<byte> Output { get; } = new();

        public Utf8JsonWriter Json { get; }

        public byte[] ToBytes()
        {
            Json.Flush();
            return Output.WrittenSpan.ToArray();
        }
    }
}
