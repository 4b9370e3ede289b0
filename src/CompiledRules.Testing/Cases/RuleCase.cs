using System.Collections.Immutable;

namespace CompiledRules.Testing.Cases;

/// <summary>A rule, what goes in and what should come out.</summary>
/// <param name="Title">The sentence that the case proves; may be empty.</param>
/// <param name="Line">Where its statement stands, counted from 1.</param>
/// <param name="Definitions">CREATE statements, those of the file included.</param>
public sealed record RuleCase(
    string Path, string Title, int Line, string Definitions, string Sql, CaseOptions Options, ImmutableArray<CaseStep> Steps, CaseExpectation Expectation)
{
    public override string ToString() => Title.Length == 0 ? $"line {Line}" : Title;
}

/// <summary>What happens to the rule.</summary>
/// <param name="Time">Where the clock is moved first; null leaves it.</param>
public abstract record CaseStep(long? Time);

/// <param name="Stream">Null for the only one that the rule reads.</param>
public sealed record SendStep(long? Time, string? Stream, SqlObject Row, SqlObject? Metadata) : CaseStep(Time);

public sealed record AdvanceStep(long? Time) : CaseStep(Time);

/// <summary>The rule stops and goes on from its saved state.</summary>
public sealed record RestartStep(long? Time) : CaseStep(Time);

/// <param name="Stream">Null for all.</param>
public sealed record EndStep(long? Time, string? Stream) : CaseStep(Time);

/// <summary>What should come out.</summary>
/// <param name="Errors">Ids of the errors that the statement has, in any order; empty where it compiles.</param>
/// <param name="Warnings">Ids of warnings that it has, among others.</param>
/// <param name="FirstLine">Index of the line where the part of the file begins that says so; behind the last line of the case where nothing does.</param>
/// <param name="LineCount">How many lines say so.</param>
public sealed record CaseExpectation(
    ImmutableArray<ExpectedLine> Lines, ImmutableArray<string> Errors, ImmutableArray<string> Warnings, int FirstLine, int LineCount);

/// <summary>A line of the expected output.</summary>
/// <param name="Time">Null where any time is good.</param>
/// <param name="Kind">What it has to be.</param>
/// <param name="Text">Rows in the form of <see cref="CaseText"/>, or a part of the message.</param>
public sealed record ExpectedLine(long? Time, ExpectedKind Kind, string Text);

public enum ExpectedKind
{
    Row,
    Collection,
    Error,
    End,
}
