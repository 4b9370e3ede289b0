using System.Collections.Immutable;

namespace CompiledRules;

/// <summary>What is known of a remote parameter's or result's type before a call.</summary>
/// <param name="Kind">Null for any kind.</param>
/// <param name="Element">Of an array, where known.</param>
/// <param name="Fields">Of an object, where known; otherwise empty.</param>
public sealed record RemoteType(SqlKind? Kind, RemoteType? Element, ImmutableArray<RemoteParameter> Fields)
{
    public static RemoteType Any { get; } = new(null, null, []);

    public static RemoteType Of(SqlKind kind) => new(kind, null, []);

    public static RemoteType ArrayOf(RemoteType element) => new(SqlKind.Array, element, []);

    public static RemoteType ObjectOf(ImmutableArray<RemoteParameter> fields) => new(SqlKind.Object, null, fields);
}

/// <summary>A named and typed place: a parameter of a function or a field of an object.</summary>
public sealed record RemoteParameter(string Name, RemoteType Type);
