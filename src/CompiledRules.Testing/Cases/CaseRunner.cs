using System.Collections.Immutable;
using CompiledRules.Compiler;
using CompiledRules.Compiler.Catalogs;
using CompiledRules.Sql.Diagnostics;
using CompiledRules.Sql.Scripts;
using CompiledRules.Sql.Symbols;

namespace CompiledRules.Testing.Cases;

/// <summary>Runs cases and compares.</summary>
/// <param name="functions">Functions besides the built-in ones.</param>
/// <param name="backend">How the rules are compiled; the results are the same.</param>
/// <param name="tiering">For <see cref="RuleBackend.Tiered"/>; null for the default.</param>
public sealed class CaseRunner(IReadOnlyList<FunctionSymbol>? functions = null, RuleBackend backend = RuleBackend.Instant, TieringOptions? tiering = null)
{
    private readonly Catalog _functions = new([], new FunctionTable([.. FunctionReader.BuiltIn, .. functions ?? []]));

    public ImmutableArray<CaseResult> Run(CaseFile file) => [.. file.Cases.Select(Run)];

    /// <summary>Runs one case. What goes wrong in it is its failure, never an exception.</summary>
    public CaseResult Run(RuleCase item)
    {
        try
        {
            return Compile(item, out var rule, out var streams) ?? Compare(item, rule!, Play(item, rule!, streams));
        }
#pragma warning disable CA1031 // Whatever a case runs into is the result of that case.
        catch (Exception error)
#pragma warning restore CA1031
        {
            return new CaseResult(item, [], $"{error.GetType().Name}: {error.Message}");
        }
    }

    /// <summary>Plays the steps of a case, and gives the driver with what came out.</summary>
    internal static RuleDriver Play(RuleCase item, CompiledRule rule, IReadOnlyList<StreamSymbol> streams)
    {
        var lookups = streams.Where(static stream => stream.Kind == StreamKind.LookupTable).Select(static stream => stream.Name).ToHashSet();
        var driver = new RuleDriver(rule.Program, streams, new RuleDriverOptions
        {
            Start = item.Options.Start,
            Zone = item.Options.Zone,
            LookupRows = [.. item.Steps.OfType<SendStep>().Where(step => step.Stream is not null && lookups.Contains(step.Stream)).Select(static step => (step.Stream!, step.Row))],
        });
        foreach (var step in item.Steps)
        {
            if (step.Time is { } time)
                driver.AdvanceTo(time);
            if (step is not SendStep { Stream: { } stream } || !lookups.Contains(stream))
                Take(step, driver, rule);
        }

        return driver;
    }

    private static void Take(CaseStep step, RuleDriver driver, CompiledRule rule)
    {
        switch (step)
        {
            case SendStep send:
                driver.Send(send.Stream ?? rule.Program.Inputs[0].Name, send.Row, send.Metadata);
                break;
            case RestartStep:
                driver.Restart();
                break;
            case EndStep end:
                foreach (var input in rule.Program.Inputs.Select(static input => input.Name).Distinct().Where(name => end.Stream is null || end.Stream == name))
                    driver.End(input);
                break;
        }
    }

    // The result of a case that ends here: a statement that does not compile, whether that is right or wrong.
    private CaseResult? Compile(RuleCase item, out CompiledRule? rule, out IReadOnlyList<StreamSymbol> streams)
    {
        var definitions = ScriptCompilation.Compile(item.Definitions, _functions);
        streams = [.. definitions.Streams];
        rule = null;
        if (definitions.HasErrors)
            return new CaseResult(item, [], $"the definitions have errors: {string.Join("; ", definitions.Diagnostics)}");

        try
        {
            rule = RuleCompiler.Compile(item.Sql, new Catalog(streams, new FunctionTable([.. FunctionReader.BuiltIn, .. functions ?? []])), item.Options.Rule, backend: backend, tiering: tiering);
            return null;
        }
        catch (RuleCompilationException exception)
        {
            return CompareErrors(item, exception.Diagnostics.Items.Where(static diagnostic => diagnostic.IsError));
        }
    }

    private static CaseResult CompareErrors(RuleCase item, IEnumerable<SqlDiagnostic> errors)
    {
        ImmutableArray<string> found = [.. errors.Select(static error => error.Id).Distinct().Order(StringComparer.Ordinal)];
        ImmutableArray<string> actual = [$"error {string.Join(' ', found)}"];
        return found.SequenceEqual(item.Expectation.Errors.Order(StringComparer.Ordinal))
            ? new CaseResult(item, actual, null)
            : new CaseResult(item, actual, $"the statement does not compile: {string.Join("; ", errors)}");
    }

    private static CaseResult Compare(RuleCase item, CompiledRule rule, RuleDriver driver)
    {
        var isTimed = item.Steps.Any(static step => step.Time is not null);
        ImmutableArray<string> actual = ["out", .. driver.Emissions.Select(emission => (isTimed ? CaseText.Time(emission.Time) : "") + CaseText.Of(emission))];
        if (item.Expectation.Errors.Length > 0)
            return new CaseResult(item, actual, $"the statement compiles, expected {string.Join(' ', item.Expectation.Errors)}");

        if (item.Expectation.LineCount == 0)
            return new CaseResult(item, actual, "the case does not say what comes out: it has neither out nor error");

        var warnings = rule.Warnings.Items.Select(static warning => warning.Id).ToHashSet();
        var missing = item.Expectation.Warnings.Where(id => !warnings.Contains(id)).ToList();
        if (missing.Count > 0)
            return new CaseResult(item, actual, $"the statement has no warning {string.Join(' ', missing)}");

        return new CaseResult(item, actual, CaseDiff.Of(item.Expectation.Lines, driver.Emissions));
    }
}
