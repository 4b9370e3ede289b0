using CompiledRules.Compiler.Catalogs;
using CompiledRules.Sql;
using CompiledRules.Sql.Binding;
using CompiledRules.Sql.Planning;
using CompiledRules.Sql.Symbols;

namespace CompiledRules.Compiler.Tests.Catalogs;

public sealed class FunctionReaderTests
{
    private static readonly FunctionTable s_functions = new(FunctionReader.BuiltIn);

    // Their state is of one type, so the choice cannot wait for the row.
    private static IEnumerable<FunctionSymbol> Stateful => FunctionReader.BuiltIn.Where(static function => function.Kind is FunctionKind.Aggregate or FunctionKind.Analytic);

    [Test]
    public void Overloads_of_one_name_stand_together_in_order() => Assert.That(
        s_functions.Find("abs")!.Overloads.Select(static overload => overload.Result), Is.EqualTo(new[] { SqlType.BigInt, SqlType.Float }));

    [TestCase("POW", "pow")]
    [TestCase("power", "power")]
    public void A_function_is_found_by_each_of_its_names_whatever_the_case(string name, string expected) =>
        Assert.That(s_functions.Find(name)!.Name, Is.EqualTo(expected));

    [TestCase("sum", FunctionKind.Aggregate)]
    [TestCase("lag", FunctionKind.Analytic)]
    [TestCase("unnest", FunctionKind.Table)]
    [TestCase("changed_cols", FunctionKind.MultiColumn)]
    [TestCase("row_number", FunctionKind.Window)]
    [TestCase("last_hit_count", FunctionKind.HitState)]
    [TestCase("upper", FunctionKind.Scalar)]
    public void The_attribute_tells_the_kind(string name, FunctionKind kind) => Assert.That(s_functions.Find(name)!.Kind, Is.EqualTo(kind));

    [Test]
    public void Parameters_carry_what_their_attributes_say()
    {
        var distance = s_functions.Find("lag")!.Overloads[0].Parameters[1];

        Assert.That((distance.Name, distance.Type, distance.IsLiteral, distance.IsOptional, distance.Default, distance.Minimum),
            Is.EqualTo(("distance", SqlType.BigInt, true, true, (object)1L, 0L)));
    }

    [Test]
    public void A_row_and_a_context_are_no_arguments() => Assert.Multiple(() =>
    {
        var deduplicate = s_functions.Find("deduplicate")!.Overloads[0];
        Assert.That((deduplicate.TakesRow, deduplicate.Parameters.Count), Is.EqualTo((true, 2)));
        var ruleId = s_functions.Find("rule_id")!.Overloads[0];
        Assert.That((ruleId.TakesContext, ruleId.Parameters.Count), Is.EqualTo((true, 0)));
    });

    [Test]
    public void A_span_takes_any_number_of_values() => Assert.That(s_functions.Find("coalesce")!.Overloads[0].IsVariadic, Is.True);

    [TestCaseSource(nameof(Stateful))]
    public void A_function_with_state_is_decided_when_the_rule_is_compiled(FunctionSymbol function)
    {
        var overload = function.Overloads[^1];
        var arguments = overload.Parameters.Where(static parameter => !parameter.IsOptional).Select(Argument);

        var compilation = Compilation.Compile($"SELECT {function.Name}({string.Join(", ", arguments)}) AS x FROM s", new Catalog([new("s", StreamKind.Stream, [], true)], s_functions), RuleOptions.Default);

        Assert.That(compilation.Diagnostics, Is.Empty);
        var column = (BoundValueColumn)((BoundSelect)compilation.Query!).Columns[0];
        var call = ((BoundAlias)column.Expression).Alias.Expression;
        Assert.That((call as BoundAggregate)?.Overload ?? (call as BoundAnalytic)?.Overload, Is.Not.Null);
    }

    private static string Argument(ParameterSymbol parameter) => !parameter.IsLiteral ? "x" : parameter.Type.Kind switch
    {
        SqlTypeKind.Boolean => "true",
        SqlTypeKind.Float => "0.5",
        _ => "1",
    };
}
