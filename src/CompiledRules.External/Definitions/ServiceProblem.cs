using System.Collections.Immutable;

namespace CompiledRules.External.Definitions;

/// <summary>Something wrong in a service definition.</summary>
/// <param name="File">The service's JSON or a <c>.proto</c> file, relative to the folder of services.</param>
/// <param name="Line">From 1; 0 where the file as a whole is meant.</param>
/// <param name="Message">What was found.</param>
/// <param name="Remedy">What to do about it.</param>
public sealed record ServiceProblem(string File, int Line, string Message, string Remedy)
{
    public override string ToString() => Line > 0 ? $"{File}({Line}): {Message}. {Remedy}." : $"{File}: {Message}. {Remedy}.";
}

/// <summary>A service cannot be loaded; carries every problem found, not only the first.</summary>
public sealed class ServiceDefinitionException(ImmutableArray<ServiceProblem> problems)
    : Exception(string.Join(Environment.NewLine, problems))
{
    public ImmutableArray<ServiceProblem> Problems { get; } = problems;
}
