using CompiledRules.Sql.Text;

namespace CompiledRules.Cli.Scripts;

/// <summary>An option of a script that its connector or format refuses, or that nothing here obeys.</summary>
internal sealed record OptionFault(string Message, TextSpan Span, bool IsError = true);
