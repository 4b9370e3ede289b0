using System.Globalization;

namespace CompiledRules.Generators.Tests.Plugins;

/// <summary>Misuse is an error of the build, at the member.</summary>
public sealed class PluginProblemTests
{
    [TestCase("[SqlFunction(\"f\")] public static long F(int x) => x;", "CR5001", "x", "Parameter 'x' is of type int, which SQL has no type for")]
    [TestCase("[SqlFunction(\"f\")] public static decimal F(long x) => x;", "CR5001", "F", "The result of F is of type decimal")]
    [TestCase("[SqlFunction(\"f\")] public static Task<long> F(long x) => null!;", "CR5001", "F", "The result of F is of type System.Threading.Tasks.Task<long>")]
    [TestCase("[SqlFunction(\"f\")] public static long F(long x) => x; [SqlFunction(\"f\")] public static long G(long x) => x;", "CR5002", "G", "Function 'f' is declared twice with the same arguments")]
    [TestCase("[SqlFunction(\"f\")] private static long F(long x) => x;", "CR5005", "F", "F is not public")]
    [TestCase("[SqlFunction(\"f\")] public static long F<T>(long x) => x;", "CR5006", "F", "F is generic or stands in a generic type")]
    [TestCase("[SqlFunction(\"two words\")] public static long F(long x) => x;", "CR5010", "F", "'two words' is no name in SQL")]
    [TestCase("[SqlFunction(\"f\")] public static long F(long x) => x; [SqlFunction(\"f\")] public static ValueTask<long> F(string x) => default;", "CR5012", "F", "Function 'f' is declared in different forms")]
    [TestCase("[SqlTableFunction(\"f\")] public static long F(SqlArray x) => 1;", "CR5007", "F", "F does not implement a result of type SqlArray")]
    [TestCase("[SqlFunction(\"f\")] public static ValueTask<long> F(params ReadOnlySpan<SqlValue> x) => default;", "CR5015", "F", "Function F is asynchronous and takes a span")]
    [TestCase("[SqlFunction(\"f\")] public static ValueTask<long> F(FunctionContext context, long x) => default;", "CR5016", "F", "Function F is asynchronous and takes a FunctionContext")]
    public void Function(string methods, string id, string marked, string message) => AssertProblem(PluginHarness.Functions(methods), id, marked, message);

    [TestCase("public class F { [SqlFunction(\"f\")] public long G(long x) => x; }", "CR5004", "G", "Function G is not static")]
    [TestCase("[SqlAggregate(\"a\")] public struct A { }", "CR5007", "A", "A does not implement IAggregate")]
    [TestCase("[SqlAnalytic(\"a\")] public struct A : IAnalytic { public void Save(IStateWriter writer) { } public void Load(IStateReader reader) { } }", "CR5009", "A", "A has no public method Next")]
    [TestCase("[SqlSource(\"s\")] public class S { }", "CR5007", "S", "S does not implement ISource<T> or IPullSource<T>")]
    [TestCase("[SqlLookup(\"s\")] public class S { }", "CR5007", "S", "S does not implement ILookup")]
    [TestCase("[SqlSource(\"s\")] public class S(int size) : ISource<SourceRow> { public IDisposable Subscribe(IObserver<SourceRow> o) => null!; int _x = size; }", "CR5003", "S", "Connector S cannot be made: it has no public constructor")]
    [TestCase("[SqlSource(\"s\")] public abstract class S : ISource<SourceRow> { public IDisposable Subscribe(IObserver<SourceRow> o) => null!; }", "CR5013", "S", "Connector S is abstract")]
    [TestCase("[SqlSource(\"s\")] public class S : ISource<SourceRow> { public decimal Size { get; set; } public IDisposable Subscribe(IObserver<SourceRow> o) => null!; }", "CR5008", "Size", "Option S.Size is of type decimal; expected")]
    [TestCase("[SqlSource(\"s\")] public class S : ISource<SourceRow> { public string Format { get; set; } = \"\"; public IDisposable Subscribe(IObserver<SourceRow> o) => null!; }", "CR5014", "Format", "Option Format has the name of an option that every stream or sink has")]
    [TestCase("[SqlSource(\"s\")] public class S : ISource<S.Row> { public record Row; public IDisposable Subscribe(IObserver<Row> o) => null!; }", "CR5011", "S", "have no public property that SQL has a type for")]
    [TestCase("[SqlSource(\"s\")] public class S<T> : ISource<SourceRow> { public IDisposable Subscribe(IObserver<SourceRow> o) => null!; }", "CR5006", "S", "S is generic")]
    [TestCase("[SqlSource(\"s\")] public class S : ISource<SourceRow> { public IDisposable Subscribe(IObserver<SourceRow> o) => null!; } [SqlSource(\"S\")] public class T : ISource<SourceRow> { public IDisposable Subscribe(IObserver<SourceRow> o) => null!; }", "CR5002", "T", "Connector 'S' is declared twice")]
    public void Type(string types, string id, string marked, string message) => AssertProblem(PluginHarness.Source(types), id, marked, message);

    private static void AssertProblem(string source, string id, string marked, string message)
    {
        var problem = PluginHarness.Problems(source).Single();

        Assert.That(problem.Id, Is.EqualTo(id));
        Assert.That(problem.GetMessage(CultureInfo.InvariantCulture), Does.Contain(message));
        Assert.That(source.Substring(problem.Location.SourceSpan.Start, problem.Location.SourceSpan.Length), Is.EqualTo(marked));
    }
}
