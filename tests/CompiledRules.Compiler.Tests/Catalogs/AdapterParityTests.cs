using CompiledRules.Compiler.Catalogs;
using CompiledRules.Generated.CompiledRules_Functions;
using CompiledRules.Plugins;
using CompiledRules.Runtime.Rules;
using CompiledRules.Runtime.Time;
using CompiledRules.Sql.Symbols;
using Microsoft.Extensions.Time.Testing;

namespace CompiledRules.Compiler.Tests.Catalogs;

/// <summary>An adapter gives what a compiled rule gives, for every built-in function and any arguments.</summary>
public sealed class AdapterParityTests
{
    private const int CallsPerLength = 60;

    private static readonly Catalog s_catalog = new([new StreamSymbol("demo", StreamKind.Stream, [], true)], new FunctionTable(FunctionReader.BuiltIn));
    private static readonly FakeTimeProvider s_time = new(new DateTimeOffset(2026, 1, 2, 3, 4, 5, TimeSpan.Zero));

    private static readonly SqlValue[] s_values =
    [
        SqlValue.Null, true, 0L, 7L, -3L, 2.0, -1.5, "", "abc", "2", "2024-05-06T07:08:09Z", SqlValue.From("xyz"u8.ToArray()),
        SqlValue.From(SqlTime.From(new DateTimeOffset(2024, 5, 6, 7, 8, 9, TimeSpan.Zero), TimeZoneInfo.Utc)),
        SqlValue.From(SqlArray.Empty), SqlValue.From(SqlArray.Create([1L, 2L, 2L])), SqlValue.From(SqlArray.Create(["a", "b"])),
        SqlValue.From(SqlObject.Empty), SqlValue.From(SqlObject.FromArrays(["a", "b"], [1L, "x"])),
    ];

    // What depends on more than its arguments cannot be called twice with one result, and literals are decided before any row.
    private static IEnumerable<string> Names() => new Manifest().Functions
        .Where(static function => function.Form == FunctionForm.Scalar && function.Overloads.All(static overload => overload.IsDeterministic && overload.Parameters.All(static parameter => parameter is { IsLiteral: false, IsMetadata: false })))
        .Select(static function => function.Name);

    [TestCaseSource(nameof(Names))]
    public void Adapter_gives_what_a_rule_gives(string name)
    {
        var function = new Manifest().Functions.Single(function => function.Name == name);
        var context = new RuleContext("r", s_time, TimeZoneInfo.Utc, new KeyedState(), [], static _ => { });
        var random = new Random(name.Length);
        var compared = 0;
        for (var length = 0; length <= 4; length++)
        {
            if (RuleOf(name, length) is not { } rule)
                continue;

            for (var i = 0; i < (length == 0 ? 1 : CallsPerLength); i++)
            {
                SqlValue[] arguments = [.. Enumerable.Range(0, length).Select(_ => s_values[random.Next(s_values.Length)])];
                Assert.That(ByAdapter(function, context, arguments), Is.EqualTo(ByRule(rule, arguments)), () => $"{name}({string.Join(", ", arguments)})");
                compared++;
            }
        }

        Assert.That(compared, Is.Positive);
    }

    private static CompiledRule? RuleOf(string name, int length)
    {
        try
        {
            return RuleCompiler.Compile($"SELECT {name}({string.Join(", ", Enumerable.Range(0, length).Select(static index => $"a{index}"))}) AS v FROM demo", s_catalog);
        }
        catch (RuleCompilationException)
        {
            return null;
        }
    }

    private static string ByAdapter(FunctionDeclaration function, FunctionContext context, SqlValue[] arguments)
    {
        try
        {
            return function.Call!(context, arguments).ToString();
        }
        catch (Exception error)
        {
            return error.Message;
        }
    }

    private static string ByRule(CompiledRule rule, SqlValue[] arguments)
    {
        var output = new Collected<Row>();
        var run = rule.Program.Start(new RuleStart("r", s_time, TimeZoneInfo.Utc, new KeyedState(), new RuleTimers(0), output));
        run.Open();
        SqlValue[] slots = [.. rule.Program.Inputs[0].Layout.Columns.Select(column => arguments[column[1] - '0'])];
        run.InputOf(0).OnNext([new Row(slots, 0)]);
        if (output.Errors is [var error])
            return error.Exception.Message;

        // A column that is null is left out of its row.
        var value = output.Rows.Single().Slots[0];
        return (value.IsMissing ? SqlValue.Null : value).ToString();
    }
}
