using System.CommandLine;
using System.CommandLine.Parsing;
using CompiledRules.Cli.Running;

namespace CompiledRules.Cli.Commands;

/// <summary>The options that end a run.</summary>
internal sealed class RunOptions
{
    private readonly Option<TimeSpan?> _duration = new("--duration")
    {
        Description = "Stop after a time such as 30s, 5m or 1h.",
        HelpName = "time",
        CustomParser = ParseDuration,
    };

    private readonly Option<long?> _limit = new("--limit") { Description = "Stop when so many rows are printed.", HelpName = "rows", CustomParser = ParseLimit };

    public void AddTo(Command command)
    {
        command.Add(_duration);
        command.Add(_limit);
    }

    public RunRequest Read(ParseResult arguments) => new(arguments.GetValue(_duration), arguments.GetValue(_limit));

    private static TimeSpan? ParseDuration(ArgumentResult result)
    {
        var text = result.Tokens[0].Value;
        if (GoDuration.TryParse(text, out var duration) && duration > TimeSpan.Zero)
            return duration;

        result.AddError($"--duration: found '{text}'; expected a time such as 30s, 5m or 1h");
        return null;
    }

    private static long? ParseLimit(ArgumentResult result)
    {
        var text = result.Tokens[0].Value;
        if (long.TryParse(text, out var limit) && limit > 0)
            return limit;

        result.AddError($"--limit: found '{text}'; expected a whole number from 1 up");
        return null;
    }
}
