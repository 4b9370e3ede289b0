using System.Text;
using CompiledRules.Formats.Protobuf.Schemas;

namespace CompiledRules.External.Rest;

/// <summary>A request but for its headers.</summary>
/// <param name="Address">Complete and escaped.</param>
/// <param name="ResponseBody">The only field that the response holds, or null for all.</param>
/// <param name="Fields">The fields that headers may ask for, by position.</param>
internal sealed record RestRequest(HttpMethod Verb, string Address, byte[]? Body, FieldSchema? ResponseBody, SqlValue[] Fields)
{
    public override string ToString() => Body is null ? $"{Verb} {Address}" : $"{Verb} {Address} {Encoding.UTF8.GetString(Body)}";
}
