using CompiledRules.Sql.Planning;
using CompiledRules.Sql.Symbols;
using CompiledRules.Sql.Syntax;

namespace CompiledRules.Sql.Tests.Binding;

/// <summary>A few streams and just the functions that show how calls are bound.</summary>
internal static class TestCatalog
{
    private const string Definitions = """
        CREATE STREAM demo (a BIGINT, b FLOAT, c STRING, ok BOOLEAN, arr ARRAY(BIGINT), next STRUCT(name STRING, deep STRUCT(x BIGINT, y BIGINT)), ts BIGINT) WITH (DATASOURCE="demo");
        CREATE STREAM other (a BIGINT, h FLOAT, ts BIGINT) WITH (DATASOURCE="other");
        CREATE STREAM plain (a BIGINT, `select` STRING) WITH (DATASOURCE="plain");
        CREATE STREAM mistimed (a BIGINT) WITH (DATASOURCE="mistimed", TIMESTAMP="tss");
        CREATE STREAM free () WITH (DATASOURCE="free");
        CREATE STREAM free2 () WITH (DATASOURCE="free2");
        CREATE STREAM timed (t DATETIME, s DATETIME) WITH (DATASOURCE="timed");
        CREATE STREAM strict (t DATETIME) WITH (DATASOURCE="strict", STRICT_VALIDATION="true");
        CREATE STREAM passing (a BIGINT) WITH (DATASOURCE="passing", TEMP="true");
        CREATE STREAM common (a BIGINT) WITH (DATASOURCE="common", SHARED="true");
        CREATE TABLE kept (id BIGINT, name STRING) WITH (TYPE="file", DATASOURCE="kept");
        CREATE TABLE asked (id BIGINT, name STRING, size BIGINT) WITH (TYPE="redis", KIND="lookup", DATASOURCE="asked", KEY="id");
        """;

    public static Catalog Instance { get; } = new(Streams(Definitions), new FunctionTable(Functions()));

    /// <summary>The same streams, but <c>demo</c> and <c>other</c> carry their time in <c>ts</c>.</summary>
    public static Catalog Timed { get; } = new(
        Streams(Definitions.Replace("ts BIGINT) WITH (", "ts BIGINT) WITH (TIMESTAMP=\"ts\", ", StringComparison.Ordinal)), new FunctionTable(Functions()));

    public static Catalog For(RuleOptions options) => options.IsEventTime ? Timed : Instance;

    private static IEnumerable<StreamSymbol> Streams(string definitions)
    {
        var script = Parser.ParseScript(definitions);
        Assert.That(script.Diagnostics, Is.Empty);
        return script.Root.Statements.Items.Cast<CreateStatementSyntax>().Select(StreamDefinition.ToSymbol);
    }

    private static IEnumerable<FunctionSymbol> Functions() =>
    [
        Scalar("abs", Takes(SqlType.BigInt, Parameter("x", SqlType.BigInt)), Takes(SqlType.Float, Parameter("x", SqlType.Float))),
        Scalar("sin", Takes(SqlType.Float, Parameter("x", SqlType.Float))),
        Scalar("upper", Takes(SqlType.String, Parameter("text", SqlType.String, CoercionKind.Text))),
        Scalar("bitnot", Takes(SqlType.BigInt, Parameter("x", SqlType.BigInt, CoercionKind.Strict))),
        Scalar("concat", Takes(SqlType.String, Parameter("first", SqlType.String, CoercionKind.Text), Parameter("rest", SqlType.String, CoercionKind.Text)) with { IsVariadic = true }),
        Scalar("pairs", Takes(SqlType.AnyObject, Parameter("values", SqlType.Any)) with { IsVariadic = true, MinArguments = 2, ArgumentsMultipleOf = 2 }),
        Scalar("hour", Takes(SqlType.BigInt, Parameter("t", SqlType.Any) with { Literals = [SqlTypeKind.DateTime] })),
        Scalar("lpad", Takes(SqlType.String, Parameter("text", SqlType.String, CoercionKind.Text), Parameter("n", SqlType.BigInt) with { IsLiteral = true, Minimum = 0 })),
        Scalar("between_of", Takes(SqlType.Any, Parameter("from", SqlType.BigInt), Parameter("to", SqlType.BigInt) with { AtLeast = "from" })),
        Scalar("swap", Takes(SqlType.Any, Parameter("x", SqlType.BigInt), Parameter("y", SqlType.String)), Takes(SqlType.Any, Parameter("x", SqlType.String), Parameter("y", SqlType.BigInt))),
        Scalar("cast", Takes(SqlType.Any, Parameter("x", SqlType.Any), Parameter("type", SqlType.String) with { IsLiteral = true, OneOf = ["bigint", "float", "string", "boolean", "datetime", "bytea"] })),
        Scalar("mqtt", Takes(SqlType.String, Parameter("key", SqlType.String) with { IsMetadata = true })),
        Scalar("window_start", Takes(SqlType.BigInt) with { TakesContext = true }),
        Scalar("now", Takes(SqlType.String) with { TakesContext = true, IsDeterministic = false }),
        FunctionSymbol.OfRemote("ask", SqlType.BigInt, isDeterministic: false, new OneArgument(isAggregate: false)),
        FunctionSymbol.OfRemote("tell", SqlType.Any, isDeterministic: false, new OneArgument(isAggregate: false)),
        FunctionSymbol.OfRemote("ask_all", SqlType.BigInt, isDeterministic: false, new OneArgument(isAggregate: true)),
        new("myFunction", FunctionKind.Scalar, [Takes(SqlType.Any, Parameter("x", SqlType.Any))], IsBuiltIn: false),
        new("count", FunctionKind.Aggregate, [Takes(SqlType.BigInt, Parameter("x", SqlType.Any))]),
        new("collect", FunctionKind.Aggregate, [Takes(SqlType.AnyArray, Parameter("x", SqlType.Any))]),
        new("sum", FunctionKind.Aggregate, [Takes(SqlType.BigInt, Parameter("x", SqlType.BigInt)), Takes(SqlType.Float, Parameter("x", SqlType.Float)), Takes(SqlType.Any, Parameter("x", SqlType.Any))]),
        new("avg", FunctionKind.Aggregate, [Takes(SqlType.Any, Parameter("x", SqlType.Any))]),
        new("deduplicate", FunctionKind.Aggregate, [Takes(SqlType.Any, Parameter("x", SqlType.Any), Parameter("all", SqlType.Boolean)) with { TakesRow = true }]),
        new("lag", FunctionKind.Analytic, [Takes(SqlType.Any, Parameter("x", SqlType.Any), Parameter("n", SqlType.BigInt) with { IsOptional = true, IsLiteral = true, Minimum = 0 })]),
        new("had_changed", FunctionKind.Analytic, [Takes(SqlType.Boolean, Parameter("ignoreNull", SqlType.Boolean), Parameter("values", SqlType.Any)) with { IsVariadic = true }]),
        new("unnest", FunctionKind.Table, [Takes(SqlType.AnyArray, Parameter("x", SqlType.AnyArray))]),
    ];

    private static FunctionSymbol Scalar(string name, params FunctionOverload[] overloads) => new(name, FunctionKind.Scalar, [.. overloads]);

    private static FunctionOverload Takes(SqlType result, params ParameterSymbol[] parameters) =>
        new("Tests", "Method", [.. parameters], result, IsResultNullable: false, GuardKind.Null);

    private static ParameterSymbol Parameter(string name, SqlType type, CoercionKind coercion = CoercionKind.SameKind) => new(name, type, type == SqlType.Any, coercion);

    /// <summary>A function of another process that takes one argument, and no text.</summary>
    private sealed class OneArgument(bool isAggregate) : RemoteSymbol
    {
        public override bool IsAggregate => isAggregate;

        public override string? Check(EquatableArray<SqlTypeKind> arguments) =>
            arguments.Count != 1 ? $"it takes 1 argument, found {arguments.Count}"
            : arguments[0] == SqlTypeKind.String ? "argument 1 must not be a string"
            : null;
    }
}
