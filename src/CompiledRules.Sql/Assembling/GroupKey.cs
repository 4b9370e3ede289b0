using CompiledRules.Sql.Lowering;

namespace CompiledRules.Sql.Assembling;

/// <summary>The key of a grouping in the narrowest form that holds it.</summary>
/// <param name="Type">The full name of the C# type of a key.</param>
/// <param name="Comparer">That of the struct that compares it by value.</param>
/// <param name="KeyOf">Gives the key of a unit; null for one group.</param>
internal sealed record GroupKey(string Type, string Comparer, LoweredLambda? KeyOf)
{
    /// <param name="parts">Gives the parts of a key as an array; null for one group.</param>
    public static GroupKey Of(LoweredLambda? parts)
    {
        if (parts is null)
            return new GroupKey("System.Int64", StageNames.Aggregation + "IntegerKeyComparer", null);
        if (parts.Result is not LoweredNewArray { Items: [var only] })
            return new GroupKey(RuntimeNames.Values, StageNames.Collections + "KeyPartsComparer", parts);

        var part = only is LoweredConvert { Type.Kind: LoweredKind.Value, Operand: var typed } ? typed : only;
        return part.Type switch
        {
            { Kind: LoweredKind.Int64, IsNullable: false } => new GroupKey("System.Int64", StageNames.Aggregation + "IntegerKeyComparer", parts with { Result = part }),
            { Kind: LoweredKind.String } => new GroupKey("System.String", StageNames.Aggregation + "StringKeyComparer", parts with { Result = part }),
            _ => new GroupKey("CompiledRules.SqlValue", StageNames.Aggregation + "ValueKeyComparer", parts with { Result = only }),
        };
    }
}
