using CompiledRules;
using CompiledRules.State;

namespace Toolbox;

/// <summary>How many words there were in all rows so far. The state is saved with the rule and goes over to a new version of the plugin.</summary>
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
