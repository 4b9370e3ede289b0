using System.Globalization;
using CompiledRules.Cli.Scripts;
using CompiledRules.Sql.Diagnostics;
using CompiledRules.Sql.Text;

namespace CompiledRules.Cli.Output;

/// <summary>Writes diagnostics as compilers do: <c>file(line,column): error CR2001: message (hint)</c>.</summary>
/// <param name="file">As the user wrote it.</param>
/// <param name="showsSource">Whether the line follows, with a caret below the place.</param>
internal sealed class DiagnosticWriter(TextWriter output, string file, SourceText text, bool showsSource)
{
    public void WriteAll(IEnumerable<SqlDiagnostic> diagnostics)
    {
        foreach (var diagnostic in diagnostics)
            Write($"{(diagnostic.IsError ? "error" : "warning")} {diagnostic}", diagnostic.Span);
    }

    /// <summary>Writes what is wrong with a place that is no matter of SQL.</summary>
    public void Write(OptionFault fault) => Write($"{(fault.IsError ? "error" : "warning")}: {fault.Message}", fault.Span);

    private void Write(string what, TextSpan span)
    {
        var place = text.PositionOf(Math.Min(span.Start, text.Text.Length));
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{file}({place.Line},{place.Column}): {what}"));
        if (!showsSource)
            return;

        var line = text.LineAt(place.Line);
        var column = Math.Min(place.Column - 1, line.Length);
        var length = Math.Clamp(span.Length, 1, Math.Max(1, line.Length - column));
        output.WriteLine($"  {line}");
        output.WriteLine($"  {new string([.. line[..column].Select(static character => character == '\t' ? '\t' : ' ')])}{new string('^', length)}");
    }
}
