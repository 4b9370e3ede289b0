using CompiledRules.State;

namespace CompiledRules.Conformance.Tests.Rules;

/// <summary>The running number of words seen in a rule, which a case asks of its runner.</summary>
[SqlAnalytic("accumulateWordCount")]
public struct AccumulateWordCount : IAnalytic
{
    private long _count;

    public long Next(bool when, string text, string separator)
    {
        if (when)
            _count += text.Split(separator).Length;
        return _count;
    }

    public readonly void Save(IStateWriter writer)
    {
        writer.Section("accumulateWordCount", 1);
        writer.Write(_count);
    }

    public void Load(IStateReader reader)
    {
        reader.Section("accumulateWordCount");
        _count = reader.ReadInteger();
    }
}
