using System.Collections.Immutable;
using CompiledRules.External.Schemas;

namespace CompiledRules.External.Definitions;

/// <summary>A service as its JSON file declares it, with the schemas read and everything checked.</summary>
/// <param name="About">Author, help and description as written; empty where absent.</param>
public sealed record ServiceDefinition(string Name, SqlObject About, ImmutableArray<InterfaceDefinition> Interfaces);

/// <summary>One address with one protocol and one schema.</summary>
/// <param name="Description">As written; empty where absent.</param>
/// <param name="SchemaFile">Relative to the folder of schemas; empty when schemaless.</param>
/// <param name="RawOptions">As written, for display; values of secrets are not in it.</param>
public sealed record InterfaceDefinition(
    string Name,
    SqlObject Description,
    Uri Address,
    ServiceProtocol Protocol,
    string SchemaFile,
    bool IsSchemaless,
    ConnectionOptions Connection,
    SqlObject RawOptions,
    ImmutableArray<FunctionDefinition> Functions);

public enum ServiceProtocol
{
    Grpc,
    Rest,
    MessagePackRpc,
}

/// <summary>A function of SQL and what it calls.</summary>
/// <param name="Name">The name in SQL.</param>
/// <param name="MethodName">The rpc; for a schemaless interface the interface itself.</param>
public sealed record FunctionDefinition(string Name, string MethodName, SqlObject Description, CallOptions Options)
{
    /// <summary>Null for a schemaless function.</summary>
    internal MethodSchema? Method { get; init; }
}
