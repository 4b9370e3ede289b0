using Microsoft.Extensions.Logging;

namespace CompiledRules.Extensions.BuiltRules;

internal static partial class BuiltRulesLog
{
    [LoggerMessage(1, LogLevel.Information, "{Line}")]
    public static partial void Line(ILogger logger, string line);
}
