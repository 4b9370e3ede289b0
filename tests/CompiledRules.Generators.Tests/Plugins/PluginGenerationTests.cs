namespace CompiledRules.Generators.Tests.Plugins;

/// <summary>What is written for marked members, word by word.</summary>
public sealed class PluginGenerationTests
{
    [Test]
    public void Function_with_overloads() => Snapshot.Match(PluginHarness.Generate(PluginHarness.Functions("""
            /// <summary>How far <paramref name="value"/> is from zero.</summary>
            [SqlFunction("distance", Aliases = ["dist"])]
            public static long Distance(long value) => Math.Abs(value);

            [SqlFunction("distance")]
            public static double Distance(double value) => Math.Abs(value);
        """)));

    [Test]
    public void Function_with_everything() => Snapshot.Match(PluginHarness.Generate(PluginHarness.Functions("""
            [SqlFunction("everything", OnNull = NullGuard.MinusOne, IsDeterministic = false)]
            public static double? Everything(
                FunctionContext context,
                [SqlParameter(Coercion = Coercion.Strict, Minimum = 1)] long first,
                string? second,
                [SqlParameter(Coercion = Coercion.Text, OneOf = ["a", "b"])] string third = "a",
                params ReadOnlySpan<SqlValue> rest) => rest.Length;
        """)));

    [Test]
    public void Asynchronous_function() => Snapshot.Match(PluginHarness.Generate(PluginHarness.Functions("""
            [SqlFunction("ask")]
            public static async ValueTask<string?> Ask(string question, long? retries = null, CancellationToken cancellation = default)
            {
                await Task.Yield();
                return question;
            }
        """)));

    [Test]
    public void Aggregate_and_table_function() => Snapshot.Match(PluginHarness.Generate(PluginHarness.Source("""
        public static class Tables
        {
            [SqlTableFunction("twice")]
            public static SqlArray? Twice(SqlArray items) => SqlArray.Create([.. items, .. items]);
        }

        /// <summary>The product of all values.</summary>
        [SqlAggregate("product")]
        public struct Product : IAggregate<double, double?>
        {
            private double? _product;

            public readonly double? Result => _product;

            public void Add(double value) => _product = (_product ?? 1) * value;

            public readonly void Save(IStateWriter writer) => writer.Write(_product ?? 1);

            public void Load(IStateReader reader) => _product = reader.ReadFloat();
        }
        """)));

    [Test]
    public void Source_with_rows_of_its_own() => Snapshot.Match(PluginHarness.Generate(PluginHarness.Source("""
        /// <summary>A number that wanders.</summary>
        [SqlSource("walk")]
        public sealed class WalkSource(ConnectorContext context) : ISource<WalkSource.Step>
        {
            public readonly record struct Step(double Position, int Number, string? Note, DateTimeOffset At);

            public enum Shape { Even, Bell }

            /// <summary>The time between two steps.</summary>
            [SqlOption(Minimum = 1)]
            public TimeSpan Pause { get; init; } = TimeSpan.FromSeconds(1);

            /// <summary>What the steps are called.</summary>
            public required string Label { get; init; }

            public Shape? Distribution { get; set; }

            [SqlOption(Minimum = 0, Maximum = 9)]
            public int Digits { get; init; } = 3;

            public IDisposable Subscribe(IObserver<Step> observer) => throw new NotSupportedException(context.Name + Label);
        }
        """)));

    [Test]
    public void Pulled_source_sink_and_lookup() => Snapshot.Match(PluginHarness.Generate(PluginHarness.Source("""
        [SqlSource("poll", PullInterval = 500)]
        public sealed class PollSource : IPullSource<SourceMessage>
        {
            public async IAsyncEnumerable<SourceMessage> PullAsync(DateTimeOffset time, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellation)
            {
                await Task.Yield();
                yield return new SourceMessage(new byte[] { 1 });
            }
        }

        [SqlSink("lines")]
        public sealed class LinesSink : ISink<ReadOnlyMemory<byte>>
        {
            public IReadOnlyList<string> Paths { get; set; } = [];

            public ValueTask ConnectAsync(CancellationToken cancellation) => default;

            public ValueTask WriteAsync(ReadOnlyMemory<byte> message, CancellationToken cancellation) => default;

            public ValueTask DisposeAsync() => default;
        }

        [SqlLookup("names")]
        public sealed class NamesLookup : ILookup
        {
            public ValueTask ConnectAsync(CancellationToken cancellation) => default;

            public ValueTask<IReadOnlyList<IReadOnlyList<SqlObject>>> FindAsync(ImmutableArray<string> keyColumns, IReadOnlyList<ImmutableArray<SqlValue>> keys, CancellationToken cancellation) => throw new NotSupportedException();

            public ValueTask DisposeAsync() => default;
        }
        """)));

    [Test]
    public void Nothing_is_written_for_a_project_without_marked_members() => Assert.That(PluginHarness.Generate("public class C;"), Is.Empty);

    [Test]
    public void Internal_functions_belong_to_the_rules_of_their_project() =>
        Assert.That(PluginHarness.Generate(PluginHarness.Source("internal static class F { [SqlFunction(\"f\")] public static long G(long x) => x; }")), Is.Empty);
}
