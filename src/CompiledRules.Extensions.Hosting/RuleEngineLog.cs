using Microsoft.Extensions.Logging;

namespace CompiledRules.Extensions.Hosting;

/// <summary>What the engine says of itself.</summary>
internal static partial class RuleEngineLog
{
    [LoggerMessage(1, LogLevel.Information, "Rule {Rule} runs")]
    public static partial void Started(ILogger logger, string rule);

    [LoggerMessage(2, LogLevel.Information, "Rule {Rule} has stopped: {RowsIn} rows in, {RowsOut} rows out, {Errors} errors, {Lost} lost")]
    public static partial void Stopped(ILogger logger, string rule, long rowsIn, long rowsOut, long errors, long lost);

    [LoggerMessage(3, LogLevel.Information, "Rule {Rule} has ended, because its streams have")]
    public static partial void Ended(ILogger logger, string rule);

    [LoggerMessage(4, LogLevel.Error, "Rule {Rule} has failed")]
    public static partial void Failed(ILogger logger, string rule, Exception error);

    [LoggerMessage(5, LogLevel.Information, "Rule {Rule} was replaced while it ran; state kept: {IsStateKept}")]
    public static partial void Updated(ILogger logger, string rule, bool isStateKept);

    [LoggerMessage(6, LogLevel.Warning, "{Warning}")]
    public static partial void Warning(ILogger logger, string warning);

    [LoggerMessage(7, LogLevel.Information, "{Line}")]
    public static partial void Line(ILogger logger, string line);
}
