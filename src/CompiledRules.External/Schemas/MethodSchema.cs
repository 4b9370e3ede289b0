using System.Collections.Immutable;
using CompiledRules.Formats.Protobuf.Schemas;

namespace CompiledRules.External.Schemas;

/// <summary>An rpc of a service.</summary>
/// <param name="Service">With its package: <c>demo.Greeter</c>.</param>
/// <param name="Http">Its <c>google.api.http</c> bindings, the main one first; empty without the option.</param>
internal sealed record MethodSchema(
    string Service,
    string Name,
    MessageSchema Input,
    MessageSchema Output,
    bool IsClientStreaming,
    bool IsServerStreaming,
    ImmutableArray<HttpBinding> Http)
{
    public string FullName => $"{Service}/{Name}";
}

/// <summary>One <c>google.api.http</c> binding as written: a verb, a path template and what goes where.</summary>
/// <param name="Body"><c>*</c>, a field, or empty.</param>
/// <param name="ResponseBody">The field that the response's body holds, or empty for the whole message.</param>
internal sealed record HttpBinding(string Verb, string Path, string Body, string ResponseBody);
