namespace CompiledRules.Connectors.Memory;

/// <summary>A topic with MQTT's wildcards: <c>+</c> for one level, <c>#</c> at the end for that level and all below it.</summary>
internal sealed class TopicFilter
{
    private readonly string _text;
    private readonly string[] _levels;

    private TopicFilter(string text)
    {
        _text = text;
        _levels = text.Split('/');
    }

    public static bool TryParse(string text, out TopicFilter filter)
    {
        filter = new TopicFilter(text);
        var levels = filter._levels;
        return text.Length > 0
            && levels.All(static level => level is "+" or "#" || !HasWildcard(level))
            && !levels.AsSpan(0, levels.Length - 1).Contains("#");
    }

    public static bool HasWildcard(string topic) => topic.AsSpan().ContainsAny('+', '#');

    public bool Matches(string topic)
    {
        if (!HasWildcard(_text))
            return string.Equals(_text, topic, StringComparison.Ordinal);

        var levels = topic.Split('/');
        for (var i = 0; i < _levels.Length; i++)
        {
            if (_levels[i] == "#")
                return true;
            if (i == levels.Length)
                return false;
            if (_levels[i] != "+" && _levels[i] != levels[i])
                return false;
        }

        return levels.Length == _levels.Length;
    }

    public override string ToString() => _text;
}
