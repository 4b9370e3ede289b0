using Microsoft.CodeAnalysis;

namespace CompiledRules.Generators.Readers;

/// <summary>Reads attributes.</summary>
internal static class AttributeValues
{
    public static AttributeData? Find(this ISymbol symbol, string name) =>
        symbol.GetAttributes().FirstOrDefault(attribute => attribute.AttributeClass is { } type && type.Name == name && SqlTypes.NameOf(type) == "CompiledRules." + name);

    public static string Name(this AttributeData attribute) => (string)attribute.ConstructorArguments[0].Value!;

    public static TValue Value<TValue>(this AttributeData? attribute, string property, TValue otherwise) =>
        attribute?.NamedArguments.FirstOrDefault(argument => argument.Key == property).Value.Value is TValue value ? value : otherwise;

    public static IEnumerable<TValue> Values<TValue>(this AttributeData? attribute, string property)
    {
        var found = attribute?.NamedArguments.FirstOrDefault(argument => argument.Key == property).Value;
        return found is { Kind: TypedConstantKind.Array, IsNull: false } array ? array.Values.Select(static value => (TValue)value.Value!) : [];
    }

    /// <summary>The name of the member that an enum property has.</summary>
    public static TMirror EnumValue<TMirror>(this AttributeData? attribute, string property, TMirror otherwise)
        where TMirror : struct, Enum
    {
        var constant = attribute?.NamedArguments.FirstOrDefault(argument => argument.Key == property).Value;
        var member = constant?.Type?.GetMembers().OfType<IFieldSymbol>().FirstOrDefault(field => Equals(field.ConstantValue, constant.Value.Value));
        return member is not null && Enum.TryParse<TMirror>(member.Name, out var value) ? value : otherwise;
    }
}
