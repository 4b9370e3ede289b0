using CompiledRules.Sql.Text;

namespace CompiledRules.Cli.Scripts;

/// <summary>An option of a script that its connector or format refuses.</summary>
internal sealed record OptionFault(string Message, TextSpan Span);
