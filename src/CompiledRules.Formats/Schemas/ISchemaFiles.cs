namespace CompiledRules.Formats.Schemas;

/// <summary>Where formats find the message schemas that <c>SCHEMAID="name.Message"</c> refers to. May be used from any thread.</summary>
/// <remarks>It is asked whenever a decoder or encoder is made: a rule that runs keeps the schema it began with, and has a replaced one from its next start on.</remarks>
public interface ISchemaFiles
{
    /// <summary>The absolute path of a schema's file, or null where there is none. What the file imports is looked for in its folder.</summary>
    /// <param name="type">The kind of schema, such as <c>protobuf</c>.</param>
    /// <param name="name">Without version and extension.</param>
    string? Find(string type, string name);

    /// <summary>The names of all schemas of a kind, for messages.</summary>
    IEnumerable<string> NamesOf(string type);
}
