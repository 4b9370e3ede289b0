using CompiledRules.Plugins;
using CompiledRules.Runtime.Rules;

namespace CompiledRules.Generators.Tests.Plugins;

/// <summary>What adapters do with values.</summary>
public sealed class PluginCallTests
{
    private static readonly FunctionContext s_context = new RuleContext("r", TimeProvider.System, TimeZoneInfo.Utc, new KeyedState(), [], static _ => { });

    [Test]
    public void Overload_is_chosen_by_the_kinds_of_the_values()
    {
        var function = PluginHarness.Function("""
            [SqlFunction("f")] public static string F(long x) => "integer " + x;
            [SqlFunction("f")] public static string F(double x) => "float " + x;
            [SqlFunction("f")] public static string F(bool x, bool y) => "two";
            """);

        Assert.That((Call(function, 1L), Call(function, 1.5), Call(function, true, false)), Is.EqualTo(("integer 1", "float 1.5", "two")));
        Assert.That(() => Call(function, "a"), Throws.TypeOf<SqlException>().With.Message.EqualTo("call func f error: no form takes (string(a))"));
        Assert.That(() => Call(function, 1L, 2L, 3L), Throws.TypeOf<SqlException>());
    }

    [TestCase("OnNull = NullGuard.Null", "null")]
    [TestCase("OnNull = NullGuard.False", "false")]
    [TestCase("OnNull = NullGuard.Zero", "0")]
    [TestCase("OnNull = NullGuard.MinusOne", "-1")]
    public void Null_is_not_passed_to_a_parameter_that_takes_none(string guard, string expected) => Assert.That(
        PluginHarness.Function($"[SqlFunction(\"f\", {guard})] public static SqlValue F(long x) => x;").Call!(s_context, [SqlValue.Null]).ToString(), Is.EqualTo(expected));

    [Test]
    public void Arguments_that_are_not_written_have_their_defaults()
    {
        var function = PluginHarness.Function("[SqlFunction(\"f\")] public static string F(string a, long b = 7, string? c = null, params ReadOnlySpan<SqlValue> rest) => $\"{a} {b} {c} {rest.Length}\";");

        Assert.That((Call(function, "x"), Call(function, "x", 1L), Call(function, "x", 1L, "y", true, false)), Is.EqualTo(("x 7  0", "x 1  0", "x 1 y 2")));
    }

    [Test]
    public void Values_are_converted_as_the_parameters_allow()
    {
        var function = PluginHarness.Function("[SqlFunction(\"f\")] public static string F([SqlParameter(Coercion = Coercion.Text)] string a, [SqlParameter(Coercion = Coercion.Strict)] long b, SqlArray c) => $\"{a} {b} {c}\";");

        Assert.That(Call(function, 1.5, 2.0, SqlArray.Create([1L])), Is.EqualTo("1.5 2 [1]"));
        Assert.That(() => Call(function, 1L, 2.5, SqlArray.Empty), Throws.TypeOf<SqlException>());
        Assert.That(() => Call(function, 1L, 2L, "text"), Throws.TypeOf<SqlException>().With.Message.EqualTo("cannot convert string(text) to array"));
    }

    [Test]
    public async Task An_asynchronous_function_ends_later()
    {
        var function = PluginHarness.Function("[SqlFunction(\"f\")] public static async ValueTask<long?> F(long x, CancellationToken cancellation) { await Task.Delay(Timeout.Infinite, cancellation).ContinueWith(static _ => { }); return x; }");
        using var stop = new CancellationTokenSource();

        var result = function.CallAsync!(s_context, [SqlValue.From(3L)], stop.Token);
        Assert.That(result.IsCompleted, Is.False);
        await stop.CancelAsync();

        Assert.That((await result).AsInteger(), Is.EqualTo(3));
    }

    [Test]
    public void Options_are_set_and_the_others_keep_their_defaults()
    {
        var source = PluginHarness.Load(PluginHarness.Source("""
            [SqlSource("s")]
            public sealed class S : ISource<SourceRow>, IValidatedOptions
            {
                public enum Shape { Even, Bell }

                public required string Name { get; init; }
                public int Size { get; init; } = 5;
                public TimeSpan Pause { get; init; } = TimeSpan.FromSeconds(1);
                public Shape? Form { get; init; }
                [SqlOption(Minimum = 0, Maximum = 1)] public double Share { get; set; } = 0.5;
                public IReadOnlyList<string> Tags { get; init; } = ["a"];

                public void Validate(ConnectorOptions options)
                {
                    if (Size == 13)
                        throw options.Error("size", "found 13; expected another number");
                }

                public IDisposable Subscribe(IObserver<SourceRow> observer) => throw new NotSupportedException($"{Name} {Size} {Pause} {Form} {Share} {string.Join('+', Tags)}");
            }
            """)).Sources.Single();

        Assert.That(TextOf(("NAME", "n")), Is.EqualTo("n 5 00:00:01  0.5 a"));
        Assert.That(TextOf(("name", "n"), ("size", "6"), ("pause", "2s"), ("form", "bell"), ("share", 0.25), ("tags", "x,y")), Is.EqualTo("n 6 00:00:02 Bell 0.25 x+y"));
        Assert.That(() => TextOf(), Throws.TypeOf<OptionException>().With.Message.EqualTo("source s, option 'name': it is required"));
        Assert.That(() => TextOf(("name", "n"), ("share", 2L)), Throws.TypeOf<OptionException>().With.Message.EqualTo("source s, option 'share': found 2; expected from 0 to 1"));
        Assert.That(() => TextOf(("name", "n"), ("form", "flat")), Throws.TypeOf<OptionException>().With.Message.EqualTo("source s, option 'form': found \"flat\"; expected one of Even, Bell"));
        Assert.That(() => TextOf(("name", "n"), ("size", 13L)), Throws.TypeOf<OptionException>().With.Message.EqualTo("source s, option 'size': found 13; expected another number"));

        string TextOf(params (string Name, SqlValue Value)[] options)
        {
            var connector = source.Create(new ConnectorOptions("source s", options.Select(static option => KeyValuePair.Create(option.Name, option.Value))), new ConnectorContext("t", TimeProvider.System));
            return Assert.Throws<NotSupportedException>(() => ((SourceConnector.Rows)connector).Source.Subscribe(null!))!.Message;
        }
    }

    private static string Call(FunctionDeclaration function, params SqlValue[] arguments) => function.Call!(s_context, arguments).AsString();
}
