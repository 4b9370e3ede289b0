using System.Collections.Immutable;
using System.Text;
using CompiledRules.External.Definitions;
using CompiledRules.Formats.Protobuf.Schemas;
using CompiledRules.Formats.Protobuf.Wire;
using Google.Protobuf.Reflection;
using ProtoBuf;

namespace CompiledRules.External.Schemas;

/// <summary>The <c>google.api.http</c> option of an rpc → its bindings.</summary>
/// <remarks>The parser keeps an option that it does not know as wire bytes; the numbers below are those of <c>google/api/http.proto</c>.</remarks>
internal static class HttpOptionReader
{
    private const uint HttpOption = 72295728;

    public static ImmutableArray<HttpBinding> Read(MethodDescriptorProto method, string file, ICollection<ServiceProblem> problems)
    {
        if (method.Options is not IExtensible { } options || options.GetExtensionObject(false) is not { } extension)
            return [];

        var reader = new WireReader(Bytes(extension));
        var bindings = ImmutableArray.CreateBuilder<HttpBinding>();
        while (!reader.IsAtEnd)
        {
            var tag = reader.ReadTag();
            if (tag == ((HttpOption << 3) | 2))
                ReadRule(reader.ReadLengthDelimited(), bindings);
            else
                reader.Skip(tag);
        }

        if (bindings.Any(static binding => binding.Path.Length == 0))
            problems.Add(new ServiceProblem(file, 0, $"The google.api.http option of rpc '{method.Name}' has a binding without a path", "Give one of get, put, post, delete, patch or custom a path such as \"/v1/things/{id}\""));
        return bindings.ToImmutable();
    }

    private static void ReadRule(ReadOnlySpan<byte> bytes, ImmutableArray<HttpBinding>.Builder bindings)
    {
        var position = bindings.Count;
        var (verb, path, body, responseBody) = ("", "", "", "");
        var reader = new WireReader(bytes);
        while (!reader.IsAtEnd)
        {
            var tag = reader.ReadTag();
            if ((tag & 7) != FieldKinds.LengthDelimited)
            {
                reader.Skip(tag);
                continue;
            }

            var value = reader.ReadLengthDelimited();
            switch (tag >> 3)
            {
                case 2 or 3 or 4 or 5 or 6:
                    (verb, path) = (Verb(tag >> 3), Encoding.UTF8.GetString(value));
                    break;
                case 7:
                    body = Encoding.UTF8.GetString(value);
                    break;
                case 8:
                    (verb, path) = ReadCustom(value);
                    break;
                case 11:
                    ReadRule(value, bindings);
                    break;
                case 12:
                    responseBody = Encoding.UTF8.GetString(value);
                    break;
            }
        }

        bindings.Insert(position, new HttpBinding(verb, path, body, responseBody));
    }

    private static (string Verb, string Path) ReadCustom(ReadOnlySpan<byte> bytes)
    {
        var (kind, path) = ("", "");
        var reader = new WireReader(bytes);
        while (!reader.IsAtEnd)
        {
            var tag = reader.ReadTag();
            var text = Encoding.UTF8.GetString(reader.ReadLengthDelimited());
            (kind, path) = tag >> 3 == 1 ? (text, path) : (kind, text);
        }

        // A custom kind of * means any verb.
        return (kind == "*" ? "POST" : kind, path);
    }

    private static string Verb(uint number) => number switch
    {
        2 => "GET",
        3 => "PUT",
        4 => "POST",
        5 => "DELETE",
        _ => "PATCH",
    };

    private static byte[] Bytes(IExtension extension)
    {
        var stream = extension.BeginQuery();
        try
        {
            using var copy = new MemoryStream();
            stream.CopyTo(copy);
            return copy.ToArray();
        }
        finally
        {
            extension.EndQuery(stream);
        }
    }
}
