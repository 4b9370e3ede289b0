using System.Collections.Frozen;
using CompiledRules.Sql;
using CompiledRules.Sql.Syntax;

namespace CompiledRules.Cli.Scripts;

/// <summary>Options of the dialect that a run by this command does not obey. They are said, not passed over.</summary>
internal static class IdleOptions
{
    private static readonly FrozenSet<string> s_ofStreams = Names("CONF_KEY", "connectionSelector", "payloadField", "payloadFormat", "mergeField", "merger", "colAliasMapping");

    private static readonly FrozenSet<string> s_ofSinks = Names(
        "resendAlterQueue", "resendPriority", "resendIndicatorField", "resendDestination", "concurrency", "connectionSelector", "resourceId");

    private static readonly FrozenSet<string> s_ofRules = Names(
        "qos", "checkpointInterval", "concurrency", "debug", "enableSaveStateBeforeStop", "encryption", "schemaId");

    public static IEnumerable<OptionFault> Find(EquatableArray<StatementSyntax> statements) => statements.SelectMany(static statement => statement switch
    {
        CreateStatementSyntax { Kind: DefinitionKind.Sink } sink => Find(sink.Name.Text, sink.Options, s_ofSinks),
        CreateStatementSyntax stream => Find(stream.Name.Text, stream.Options, s_ofStreams),
        CreateRuleStatementSyntax rule => Find(rule.Name.Text, rule.Options, s_ofRules),
        _ => [],
    });

    private static IEnumerable<OptionFault> Find(string name, EquatableArray<OptionSyntax> options, FrozenSet<string> idle) => options
        .Where(option => idle.Contains(option.Name.Text))
        .Select(option => new OptionFault($"'{name}': option '{option.Name.Text}' has no effect on a run by this command", option.Span, IsError: false));

    private static FrozenSet<string> Names(params string[] names) => names.ToFrozenSet(StringComparer.OrdinalIgnoreCase);
}
