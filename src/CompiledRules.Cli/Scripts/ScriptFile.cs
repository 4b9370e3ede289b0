using CompiledRules.Cli.Extensions;
using CompiledRules.Cli.Output;
using CompiledRules.Sql.Planning;
using CompiledRules.Sql.Scripts;
using CompiledRules.Sql.Symbols;
using CompiledRules.Sql.Text;

namespace CompiledRules.Cli.Scripts;

/// <summary>A script as it was read and compiled.</summary>
/// <param name="Name">As the user wrote it, for messages.</param>
/// <param name="Path">Absolute.</param>
/// <param name="Rules">Those of the script, and one for each SELECT that belongs to none; these have no sinks.</param>
internal sealed record ScriptFile(string Name, string Path, SourceText Text, ScriptCompilation Compilation, IReadOnlyList<ScriptRule> Rules, RuleExtensions Extensions)
{
    public bool HasErrors => Compilation.HasErrors || Rules.Any(static rule => rule.Compilation.HasErrors);

    /// <summary>What the paths in the script are relative to.</summary>
    public string Directory => System.IO.Path.GetDirectoryName(Path)!;

    /// <exception cref="CommandFailure">The file cannot be read.</exception>
    public static async Task<ScriptFile> ReadAsync(string name, RuleExtensions extensions, Shell shell, CancellationToken cancellation)
    {
        var path = shell.ResolvePath(name);
        try
        {
            var text = await File.ReadAllTextAsync(path, cancellation);
            return Compile(name, path, text, extensions);
        }
        catch (Exception error) when (error is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new CommandFailure($"{name}: there is no such file; give the path of a script");
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new CommandFailure($"{name}: it cannot be read: {error.Message}");
        }
    }

    /// <summary>Writes errors and warnings of the SQL.</summary>
    public DiagnosticWriter WriteDiagnostics(TextWriter output, bool showsSource)
    {
        var writer = new DiagnosticWriter(output, Name, Text, showsSource);
        writer.WriteAll(Compilation.Diagnostics.Concat(Rules.Where(static rule => rule.Sinks.IsEmpty).SelectMany(static rule => rule.Compilation.Diagnostics)));
        return writer;
    }

    private static ScriptFile Compile(string name, string path, string text, RuleExtensions extensions)
    {
        var script = ScriptCompilation.Compile(text, new Catalog([], extensions.Functions));
        var catalog = new Catalog(script.Streams, extensions.Functions);
        var queries = script.Queries.Select((query, index) => new ScriptRule(
            $"query{index + 1}", [], RuleOptions.Default, [], [], query.Span, Sql.Compilation.Compile(query, catalog, RuleOptions.Default)));
        return new ScriptFile(name, path, new SourceText(text), script, [.. script.Rules, .. queries], extensions);
    }
}
