using CompiledRules.Sql;
using CompiledRules.Sql.Symbols;

namespace CompiledRules.Compiler.Catalogs;

/// <summary>Functions of other processes as symbols that rules may name. A rule keeps the function that its symbol was made of.</summary>
public static class RemoteFunctions
{
    public static FunctionSymbol SymbolOf(IRemoteFunction function) =>
        FunctionSymbol.OfRemote(function.Name, TypeOf(function.Result), function.IsDeterministic, new Symbol(function));

    internal static IRemoteFunction Of(FunctionSymbol symbol) => symbol.Remote is Symbol remote
        ? remote.Function
        : throw new InvalidOperationException($"Function {symbol.Name} is not called in another process");

    // Of an array or object only the value itself tells what is in it.
    private static SqlType TypeOf(RemoteType type) => type.Kind switch
    {
        SqlKind.Boolean => SqlType.Boolean,
        SqlKind.Integer => SqlType.BigInt,
        SqlKind.Float => SqlType.Float,
        SqlKind.String => SqlType.String,
        _ => SqlType.Any,
    };

    private sealed class Symbol(IRemoteFunction function) : RemoteSymbol
    {
        public IRemoteFunction Function => function;

        public override bool IsAggregate => function.IsAggregate;

        public override string? Check(EquatableArray<SqlTypeKind> arguments)
        {
            Span<SqlKind?> kinds = new SqlKind?[arguments.Count];
            for (var i = 0; i < kinds.Length; i++)
                kinds[i] = KindOf(arguments[i]);
            return function.Check(kinds);
        }

        private static SqlKind? KindOf(SqlTypeKind kind) => kind switch
        {
            SqlTypeKind.Boolean => SqlKind.Boolean,
            SqlTypeKind.BigInt => SqlKind.Integer,
            SqlTypeKind.Float => SqlKind.Float,
            SqlTypeKind.String => SqlKind.String,
            SqlTypeKind.Bytea => SqlKind.Bytes,
            SqlTypeKind.Array => SqlKind.Array,
            SqlTypeKind.Struct => SqlKind.Object,
            // A column of times holds whatever came; see StreamSymbol.HeldType.
            _ => null,
        };
    }
}
