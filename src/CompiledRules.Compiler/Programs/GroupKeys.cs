using CompiledRules.Runtime.Aggregation;
using CompiledRules.Runtime.Collections;
using CompiledRules.Runtime.Rules;
using CompiledRules.Sql.Lowering;

namespace CompiledRules.Compiler.Programs;

/// <summary>The key of a grouping in the narrowest form that holds it.</summary>
/// <param name="Key">The C# type of a key.</param>
/// <param name="Comparer">A struct that compares it by value.</param>
/// <param name="KeyOf">Gives the key of a row; null for one group.</param>
internal sealed record GroupKeys(Type Key, Type Comparer, Delegate? KeyOf)
{
    /// <param name="key">Gives the parts of a key as an array; null for one group.</param>
    public static GroupKeys Of(LoweredLambda? key, Type unit, ILambdaCompiler lambdas)
    {
        if (key is null)
            return new GroupKeys(typeof(long), typeof(IntegerKeyComparer), null);
        if (key.Result is not LoweredNewArray { Items: [var only] })
            return Compile(typeof(SqlValue[]), typeof(KeyPartsComparer), key);

        var part = only is LoweredConvert { Type.Kind: LoweredKind.Value, Operand: var typed } ? typed : only;
        return part.Type switch
        {
            { Kind: LoweredKind.Int64, IsNullable: false } => Compile(typeof(long), typeof(IntegerKeyComparer), key with { Result = part }),
            { Kind: LoweredKind.String } => Compile(typeof(string), typeof(StringKeyComparer), key with { Result = part }),
            _ => Compile(typeof(SqlValue), typeof(ValueKeyComparer), key with { Result = only }),
        };

        GroupKeys Compile(Type type, Type comparer, LoweredLambda lambda) =>
            new(type, comparer, lambdas.Compile(lambda, typeof(Func<,,>).MakeGenericType(unit, typeof(RuleContext), type)));
    }
}
