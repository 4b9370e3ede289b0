using CompiledRules.Generators.Model;
using Microsoft.CodeAnalysis;

namespace CompiledRules.Generators.Readers;

/// <summary>Reads a class that is marked as a source, sink or lookup table.</summary>
internal static class PluginConnectorReader
{
    private const string Contracts = "CompiledRules";

    public static PluginMember<PluginConnectorSpec> Read(GeneratorAttributeSyntaxContext target, CancellationToken cancellation)
    {
        var type = (INamedTypeSymbol)target.TargetSymbol;
        var attribute = target.Attributes[0];
        var reader = new PluginMemberReader(type);
        var name = attribute.ConstructorArguments is [{ Value: string text }] ? text : "";
        reader.CheckDeclaration();
        reader.CheckName(name);
        var kind = attribute.AttributeClass!.Name switch
        {
            "SqlSourceAttribute" => ConnectorKind.Source,
            "SqlSinkAttribute" => ConnectorKind.Sink,
            _ => ConnectorKind.Lookup,
        };
        var takesContext = CheckConstructor(type, reader);
        var contract = ContractOf(type, kind, reader);
        var options = PluginOptionReader.Read(type, contract?.IsPulled == true, reader, cancellation);
        if (reader.HasErrors || contract is not { } found)
            return new(null, "", reader.Place, reader.Problems);

        var columns = found.Form == ConnectorForm.Typed ? RowSymbolReader.StreamOf("", found.Row).Columns : [];
        if (found.Form == ConnectorForm.Typed && columns.IsEmpty)
            reader.Report(PluginProblems.NoColumns, type, found.Row.ToDisplayString());
        var spec = new PluginConnectorSpec(
            name,
            kind,
            found.Form,
            SqlTypes.NameOf(type),
            SqlTypes.NameOf(found.Row),
            takesContext,
            found.IsPulled ? attribute.Value("PullInterval", 1000) : null,
            columns,
            options,
            MemberDocumentation.SummaryOf(type, cancellation));
        return new(reader.HasErrors || reader.Accessibility < Accessibility.Public ? null : spec, $"{kind} {name.ToLowerInvariant()}", reader.Place, reader.Problems);
    }

    private static bool CheckConstructor(INamedTypeSymbol type, PluginMemberReader reader)
    {
        if (type.IsAbstract)
        {
            reader.Report(PluginProblems.AbstractConnector, type, type.Name);
            return false;
        }

        var constructors = type.InstanceConstructors.Where(static constructor => constructor.DeclaredAccessibility == Accessibility.Public).ToList();
        var takesContext = constructors.Exists(static constructor => constructor.Parameters is [var only] && SqlTypes.NameOf(only.Type) == "CompiledRules.ConnectorContext");
        if (!takesContext && !constructors.Exists(static constructor => constructor.Parameters.IsEmpty))
            reader.Report(PluginProblems.NoConstructor, type, type.Name);
        return takesContext;
    }

    private static (ConnectorForm Form, ITypeSymbol Row, bool IsPulled)? ContractOf(INamedTypeSymbol type, ConnectorKind kind, PluginMemberReader reader)
    {
        var all = type.AllInterfaces.Where(static implemented => implemented.ContainingNamespace.ToDisplayString() == Contracts).ToList();
        switch (kind)
        {
            case ConnectorKind.Lookup when all.Exists(static implemented => implemented.Name == "ILookup"):
                return (ConnectorForm.Lookup, type, false);
            case ConnectorKind.Lookup:
                reader.Report(PluginProblems.MissingContract, type, type.Name, "ILookup");
                return null;
            case ConnectorKind.Sink:
                foreach (var sink in all.Where(static implemented => implemented.Name == "ISink"))
                {
                    var taken = sink.TypeArguments[0];
                    if (SqlTypes.NameOf(taken) is "CompiledRules.SqlValue")
                        return (ConnectorForm.Rows, taken, false);
                    if (SqlTypes.NameOf(taken) is "System.ReadOnlyMemory<System.Byte>")
                        return (ConnectorForm.Bytes, taken, false);
                }

                reader.Report(PluginProblems.MissingContract, type, type.Name, "ISink<SqlValue> or ISink<ReadOnlyMemory<byte>>");
                return null;
            default:
                if (all.Find(static implemented => implemented.Name is "ISource" or "IPullSource") is not { } source)
                {
                    reader.Report(PluginProblems.MissingContract, type, type.Name, "ISource<T> or IPullSource<T>");
                    return null;
                }

                var row = source.TypeArguments[0];
                var form = SqlTypes.NameOf(row) switch
                {
                    "CompiledRules.SourceMessage" => ConnectorForm.Bytes,
                    "CompiledRules.SourceRow" => ConnectorForm.Rows,
                    _ => ConnectorForm.Typed,
                };
                return (form, row, source.Name == "IPullSource");
        }
    }
}
