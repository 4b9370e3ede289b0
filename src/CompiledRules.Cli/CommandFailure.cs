namespace CompiledRules.Cli;

/// <summary>Ends a command with one line of explanation and exit code 1.</summary>
/// <param name="message">What was found and what to do, as a sentence.</param>
internal sealed class CommandFailure(string message) : Exception(message);
