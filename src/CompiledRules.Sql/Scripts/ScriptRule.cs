using CompiledRules.Sql.Planning;
using CompiledRules.Sql.Text;

namespace CompiledRules.Sql.Scripts;

/// <summary>A rule of a script.</summary>
/// <param name="Sinks">Names of sinks of the script.</param>
/// <param name="Options">What changes the meaning of the SQL.</param>
/// <param name="RunOptions">Options of the rule's run, such as the length of its buffer.</param>
/// <param name="SinkOptions">Options of the output, which replace those of the sinks: <c>sendSingle</c>, <c>dataTemplate</c> …</param>
/// <param name="Sql">Where the statement stands in the script.</param>
public sealed record ScriptRule(
    string Name,
    EquatableArray<string> Sinks,
    RuleOptions Options,
    EquatableArray<ScriptOption> RunOptions,
    EquatableArray<ScriptOption> SinkOptions,
    TextSpan Sql,
    Compilation Compilation);
