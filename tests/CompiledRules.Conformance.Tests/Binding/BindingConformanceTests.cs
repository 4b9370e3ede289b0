using CompiledRules.Compiler.Catalogs;
using CompiledRules.Conformance.Tests.Cases;
using CompiledRules.Sql;
using CompiledRules.Sql.Binding;
using CompiledRules.Sql.Planning;
using CompiledRules.Sql.Symbols;
using CompiledRules.Sql.Syntax;

namespace CompiledRules.Conformance.Tests.Binding;

/// <summary>Which statements are accepted once names are looked up, of the suites <c>parse</c> and <c>functions</c>.</summary>
public sealed class BindingConformanceTests
{
    private static readonly Dictionary<string, string> s_deviations = new()
    {
        ["functions/TestRoundFunc/005-round"] = "Numbers have no exponent in the dialect, so the statement given for the case does not parse in the reference either.",
        ["functions/TestDateTimeFunctions/035-from_days"] = "The reference refuses an integer literal while it asks for an integer; here it is accepted.",
    };

    // What the reference checks while it parses, without knowing any stream.
    private static readonly HashSet<string> s_parseTimeErrors =
    [
        "CR2008", "CR2009", "CR2010", "CR2011", "CR2012", "CR2025", "CR2026", "CR2027", "CR2029", "CR2031", "CR2032",
        "CR3001", "CR3012", "CR3013", "CR3014", "CR3015", "CR3016",
    ];

    [Test]
    public void Statements_are_accepted_or_refused_for_what_their_names_mean() =>
        ConformanceRate.Check("parse (names)", [.. ConformanceCases.ReadAll("parse").Where(static item => !item.Flag("multi"))], s_deviations, StatementFailure);

    [Test]
    public void Calls_are_accepted_or_refused_for_their_arguments() =>
        ConformanceRate.Check("functions (validate)", [.. ConformanceCases.ReadAll("functions").Where(static item => item.Text("kind") == "validate" && item.Sql is not null)], s_deviations, CallFailure);

    private static string? StatementFailure(ConformanceCase item)
    {
        var compilation = Compilation.Compile(item.Sql!, CatalogOf(item), RuleOptions.Default);
        var isPlanned = item.Text("stage") == "plan";
        var errors = compilation.Diagnostics
            .Where(diagnostic => diagnostic.IsError && (isPlanned || compilation.Query is null || s_parseTimeErrors.Contains(diagnostic.Id)))
            .ToList();

        if (item.Flag("ok") != (errors.Count == 0))
            return item.Flag("ok") ? string.Join("; ", errors) : $"accepted, expected: {item.Text("error")}";
        return item.Has("is_aggregate") && ((BoundSelect)compilation.Query!).IsAggregate != item.Flag("is_aggregate")
            ? $"expected is_aggregate to be {item.Flag("is_aggregate")}"
            : null;
    }

    private static string? CallFailure(ConformanceCase item)
    {
        var errors = Compilation.Compile(item.Sql!, PermissiveCatalog.Instance, RuleOptions.Default).Diagnostics;
        return item.Flag("ok") == errors.IsEmpty ? null : item.Flag("ok") ? string.Join("; ", errors) : $"accepted, expected: {item.Text("error")}";
    }

    private static ICatalog CatalogOf(ConformanceCase item)
    {
        if (!item.Json.TryGetProperty("streams", out var definitions))
            return PermissiveCatalog.Instance;

        var streams = definitions.EnumerateArray()
            .Select(static definition => Parser.ParseScript(definition.GetString()!).Root.Statements[0])
            .Cast<CreateStatementSyntax>()
            .Select(StreamDefinition.ToSymbol);
        return new Catalog(streams, new FunctionTable(FunctionReader.BuiltIn));
    }
}
