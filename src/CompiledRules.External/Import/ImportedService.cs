using System.Collections.Immutable;
using System.Text;
using CompiledRules.External.Definitions;

namespace CompiledRules.External.Import;

/// <summary>The files of a service that was described by something else than a definition.</summary>
/// <param name="Json">The definition.</param>
/// <param name="Notes">What could not be taken over.</param>
public sealed record ImportedService(string Name, string Json, ImmutableArray<SchemaFile> Schemas, ImmutableArray<string> Notes)
{
    /// <summary>Writes the files to a folder of services, after reading them there as a service is read.</summary>
    /// <exception cref="ServiceDefinitionException">The result is no good definition; nothing is left behind.</exception>
    public ServiceDefinition WriteTo(string folder)
    {
        var schemas = Path.Combine(folder, "schemas");
        var written = Schemas.Select(schema => Path.Combine(schemas, schema.Path)).ToArray();
        try
        {
            for (var i = 0; i < written.Length; i++)
            {
                Directory.CreateDirectory(Path.GetDirectoryName(written[i])!);
                File.WriteAllBytes(written[i], [.. Schemas[i].Content]);
            }

            var definition = ServiceReader.Read(Name, Json, schemas);
            File.WriteAllText(Path.Combine(folder, Name + ".json"), Json, Encoding.UTF8);
            return definition;
        }
        catch (ServiceDefinitionException)
        {
            Array.ForEach(written, File.Delete);
            throw;
        }
    }
}

/// <param name="Path">Below the folder of schemas.</param>
public sealed record SchemaFile(string Path, ImmutableArray<byte> Content);
