using System.Collections.Immutable;
using System.Text.Json;
using CompiledRules.External.Definitions;
using CompiledRules.External.Grpc;
using CompiledRules.External.Schemas;
using CompiledRules.Formats.Protobuf.Schemas;
using CompiledRules.Formats.Protobuf.Wire;

namespace CompiledRules.External.Import;

/// <summary>Asks a gRPC server what it serves, and makes a service of the answer.</summary>
public static class GrpcReflection
{
    private const string ListServices = "list_services";
    private const string FileContaining = "file_containing_symbol";
    private const string FileNamed = "file_by_filename";

    // Younger servers speak v1, older ones only v1alpha; the messages are the same.
    private static readonly string[] s_versions = ["v1", "v1alpha"];

    /// <param name="name">Of the service to be, and of its interface.</param>
    /// <param name="address"><c>tcp://host:port</c>, or <c>https://host:port</c> for TLS.</param>
    /// <exception cref="ImportException">The server does not answer, or has no reflection.</exception>
    public static async Task<ImportedService> ReadAsync(string name, Uri address, ConnectionOptions? connection = null, CancellationToken cancellation = default)
    {
        var problem = "";
        foreach (var version in s_versions)
        {
            var definition = new InterfaceDefinition(name, SqlObject.Empty, address, ServiceProtocol.Grpc, "", false, connection ?? ConnectionOptions.Default, SqlObject.Empty, []);
            await using var endpoint = new GrpcEndpoint(definition, new ExternalServicesOptions());
            var session = new Session(endpoint, Protocol(version));
            var (services, failure) = await session.AskAsync(ListServices, "", cancellation).ConfigureAwait(false);
            if (failure is null)
                return await session.ImportAsync(name, address, services!, cancellation).ConfigureAwait(false);
            problem = failure;
        }

        throw new ImportException($"{address} cannot be imported: {problem}");
    }

    private static MethodSchema Protocol(string version) =>
        ProtoParser.Parse(AppContext.BaseDirectory, $"grpc/reflection/{version}/reflection.proto", []).Single();

    private sealed class Session(GrpcEndpoint endpoint, MethodSchema method)
    {
        private readonly GrpcBatchCall _call = new(endpoint, method, CallOptions.Default);
        private readonly Dictionary<string, byte[]> _files = new(StringComparer.Ordinal);

        public async Task<(SqlObject? Reply, string? Problem)> AskAsync(string question, string subject, CancellationToken cancellation)
        {
            var request = _call.Prepare([SqlObject.From([KeyValuePair.Create<string, SqlValue>(question, subject)])]);
            var attempt = await _call.SendAsync(request, cancellation).ConfigureAwait(false);
            if (attempt.Failure is { } failure)
                return (null, failure.Error.Message);

            var reply = attempt.Value.AsObject();
            return reply.TryGetValue("error_response", out var error) ? (null, error.AsObject()["error_message"].ToString()) : (reply, null);
        }

        public async Task<ImportedService> ImportAsync(string name, Uri address, SqlObject services, CancellationToken cancellation)
        {
            var served = services["list_services_response"].AsObject()["service"].AsArray()
                .Select(static service => service.AsObject()["name"].AsString())
                .Where(static service => !service.StartsWith("grpc.reflection.", StringComparison.Ordinal) && !service.StartsWith("grpc.health.", StringComparison.Ordinal))
                .ToArray();
            foreach (var service in served)
                await CollectAsync(FileContaining, service, cancellation).ConfigureAwait(false);
            if (_files.Count == 0)
                throw new ImportException($"{address} serves nothing but reflection");

            var schemaFile = name + ProtoParser.SetExtension;
            var json = JsonSerializer.Serialize(
                new Dictionary<string, object>
                {
                    ["about"] = new Dictionary<string, object> { ["description"] = new Dictionary<string, object> { ["en_US"] = $"Imported from {address.Host}: {string.Join(", ", served)}" } },
                    ["interfaces"] = new Dictionary<string, object>
                    {
                        [name] = new Dictionary<string, object>
                        {
                            ["address"] = address.GetLeftPart(UriPartial.Authority), ["protocol"] = "grpc", ["schemaType"] = "protobuf", ["schemaFile"] = schemaFile,
                        },
                    },
                },
                ImportJson.Options);
            return new ImportedService(name, json, [new SchemaFile(schemaFile, Set())], []);
        }

        private async Task CollectAsync(string question, string subject, CancellationToken cancellation)
        {
            var (reply, problem) = await AskAsync(question, subject, cancellation).ConfigureAwait(false);
            if (problem is not null)
                throw new ImportException($"{subject} is not described: {problem}");

            var missing = new List<string>();
            foreach (var bytes in reply!["file_descriptor_response"].AsObject()["file_descriptor_proto"].AsArray().Select(static file => file.AsBytes()))
            {
                var (file, imports) = Names(bytes);
                if (_files.TryAdd(file, bytes))
                    missing.AddRange(imports);
            }

            // A server may send the imports along or wait to be asked.
            foreach (var import in missing.Where(import => !_files.ContainsKey(import)).ToArray())
            {
                if (!_files.ContainsKey(import))
                    await CollectAsync(FileNamed, import, cancellation).ConfigureAwait(false);
            }
        }

        // FileDescriptorProto: name 1, dependency 3.
        private static (string File, List<string> Imports) Names(byte[] descriptor)
        {
            var file = "";
            var imports = new List<string>();
            var reader = new WireReader(descriptor);
            while (!reader.IsAtEnd)
            {
                var tag = reader.ReadTag();
                if (tag == ((1 << 3) | FieldKinds.LengthDelimited))
                    file = System.Text.Encoding.UTF8.GetString(reader.ReadLengthDelimited());
                else if (tag == ((3 << 3) | FieldKinds.LengthDelimited))
                    imports.Add(System.Text.Encoding.UTF8.GetString(reader.ReadLengthDelimited()));
                else
                    reader.Skip(tag);
            }

            return (file, imports);
        }

        // FileDescriptorSet: file 1.
        private ImmutableArray<byte> Set()
        {
            var writer = new WireWriter();
            foreach (var file in _files.Values)
            {
                writer.WriteVarint((1 << 3) | FieldKinds.LengthDelimited);
                writer.WriteBytes(file);
            }

            return [.. writer.Written];
        }
    }
}
