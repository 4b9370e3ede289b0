using System.Collections.Immutable;

namespace CompiledRules.Testing.Cases;

/// <summary>A file of cases: rules, what goes in and what comes out, written by hand.</summary>
/// <remarks>
/// Blocks are separated by a blank line and a comment, the title of the block. A block with <c>sql</c> is a case; one without gives definitions and
/// options to all cases behind it. The sections of a block:
/// <code>
/// stream                     statements of CREATE STREAM and CREATE TABLE
/// sql                        the statement
/// options                    name = value, one a line: options of the rule, start, timezone
/// in                         @1200ms demo {"a": 1}    a row; the time stays and the stream may be left out where there is one
///                            @5000ms                  the clock moves
///                            restart                  the rule stops and goes on from its state
///                            end demo                 the stream ends
/// out                        @2000ms [{"a": 1}]       the rows of a window
///                            @2000ms {"a": 1}         a row
///                            @2000ms row-error text   an error of a row or window whose message has the text
///                            @2000ms end              the rule has ended
/// error CR2003               the statement does not compile
/// warning CR3032             the statement compiles with this warning
/// </code>
/// A number with a point or an exponent is a float, any other an integer. Times are milliseconds of the clock, which begins at <c>start</c>, or 0.
/// Expected times may be left out.
/// </remarks>
/// <param name="Path">Where it was read from.</param>
/// <param name="Lines">The text as it is.</param>
public sealed record CaseFile(string Path, ImmutableArray<string> Lines, ImmutableArray<RuleCase> Cases)
{
    /// <exception cref="CaseFormatException">The text is no case file.</exception>
    public static CaseFile Read(string path) => Parse(File.ReadAllText(path), path);

    /// <exception cref="CaseFormatException">The text is no case file.</exception>
    public static CaseFile Parse(string text, string path)
    {
        ImmutableArray<string> lines = [.. text.ReplaceLineEndings("\n").TrimEnd('\n').Split('\n')];
        return new CaseFile(path, lines, CaseParser.Parse(lines, path));
    }
}
