using System.Collections.Immutable;
using System.Reflection;
using CompiledRules.Generated.CompiledRules_Functions;
using CompiledRules.Plugins;
using CompiledRules.Sql;
using CompiledRules.Sql.Symbols;

namespace CompiledRules.Compiler.Catalogs;

/// <summary>Makes symbols of the functions that an assembly declares in its manifest.</summary>
public static class FunctionReader
{
    /// <summary>The functions of the built-in library; read once.</summary>
    public static IReadOnlyList<FunctionSymbol> BuiltIn { get; } = Read(new Manifest(), isBuiltIn: true);

    /// <summary>The functions of an assembly, one symbol per name; none where it has no manifest.</summary>
    public static IReadOnlyList<FunctionSymbol> Read(Assembly assembly) => PluginManifest.Of(assembly) is { } manifest ? Read(manifest) : [];

    /// <param name="isBuiltIn">Whether the functions are found whatever the case of their names.</param>
    /// <returns>One symbol per name, with its overloads in the order of declaration. Asynchronous ones are called as functions of other processes are.</returns>
    public static IReadOnlyList<FunctionSymbol> Read(PluginManifest manifest, bool isBuiltIn = false) =>
        [.. manifest.Functions.Select(function => function.CallAsync is null ? SymbolOf(function, isBuiltIn) : RemoteFunctions.SymbolOf(new AsyncFunction(function)))];

    private static FunctionSymbol SymbolOf(FunctionDeclaration function, bool isBuiltIn)
    {
        var kind = function.Form switch
        {
            FunctionForm.Scalar => FunctionKind.Scalar,
            FunctionForm.Aggregate => FunctionKind.Aggregate,
            FunctionForm.Analytic => FunctionKind.Analytic,
            FunctionForm.Table => FunctionKind.Table,
            FunctionForm.Columns => FunctionKind.MultiColumn,
            FunctionForm.Window => FunctionKind.Window,
            _ => FunctionKind.HitState,
        };
        return new FunctionSymbol(function.Name, kind, ToEquatable(function.Overloads, OverloadOf), isBuiltIn);
    }

    private static FunctionOverload OverloadOf(OverloadDeclaration overload) => new(
        overload.Code.FullName!.Replace('+', '.'),
        overload.Method,
        ToEquatable(overload.Parameters, ParameterOf),
        TypeOf(overload.Result),
        overload.IsResultNullable,
        GuardOf(overload.OnNull),
        overload.GuardsEmpty,
        overload.IsDeterministic,
        overload.TakesContext,
        overload.IsVariadic,
        overload.TakesNull)
    {
        MinArguments = overload.MinArguments,
        ArgumentsMultipleOf = overload.HasEvenArguments ? 2 : 0,
        TakesRow = overload.TakesRow,
        IsMergeable = overload.IsMergeable,
    };

    private static ParameterSymbol ParameterOf(ParameterDeclaration parameter) => new(
        parameter.Name,
        TypeOf(parameter.Kind),
        parameter.IsNullable,
        CoercionOf(parameter.Coercion),
        parameter.IsLiteral,
        parameter.IsOptional,
        parameter.Default,
        ToEquatable(parameter.Literals, ClrTypes.KindOf))
    {
        OneOf = new(parameter.OneOf),
        Minimum = parameter.Minimum,
        AtLeast = parameter.AtLeast,
        IsMetadata = parameter.IsMetadata,
    };

    private static SqlType TypeOf(SqlKind? kind) => kind switch
    {
        SqlKind.Boolean => SqlType.Boolean,
        SqlKind.Integer => SqlType.BigInt,
        SqlKind.Float => SqlType.Float,
        SqlKind.String => SqlType.String,
        SqlKind.Bytes => SqlType.Bytea,
        SqlKind.DateTime => SqlType.DateTime,
        SqlKind.Array => SqlType.AnyArray,
        SqlKind.Object => SqlType.AnyObject,
        _ => SqlType.Any,
    };

    private static GuardKind GuardOf(NullGuard guard) => guard switch
    {
        NullGuard.Null => GuardKind.Null,
        NullGuard.False => GuardKind.False,
        NullGuard.Zero => GuardKind.Zero,
        NullGuard.MinusOne => GuardKind.MinusOne,
        _ => GuardKind.None,
    };

    private static CoercionKind CoercionOf(Coercion coercion) => coercion switch
    {
        Coercion.Strict => CoercionKind.Strict,
        Coercion.Text => CoercionKind.Text,
        _ => CoercionKind.SameKind,
    };

    private static EquatableArray<TSymbol> ToEquatable<T, TSymbol>(ImmutableArray<T> items, Func<T, TSymbol> convert) =>
        new(ImmutableArray.CreateRange(items, convert));
}
