using System.Collections.Frozen;

namespace CompiledRules.Formats.Protobuf.Schemas;

/// <summary>Names and numbers of an enum. Of several names for one number the first declared is written.</summary>
internal sealed class EnumSchema
{
    private readonly FrozenDictionary<int, string> _names;
    private readonly FrozenDictionary<string, int> _numbers;

    public EnumSchema(string fullName, IReadOnlyList<KeyValuePair<string, int>> values)
    {
        FullName = fullName;
        _names = values.DistinctBy(static value => value.Value).ToFrozenDictionary(static value => value.Value, static value => value.Key);
        _numbers = values.ToFrozenDictionary(StringComparer.Ordinal);
    }

    public string FullName { get; }

    public string? NameOf(int number) => _names.GetValueOrDefault(number);

    public bool TryGetNumber(string name, out int number) => _numbers.TryGetValue(name, out number);
}
