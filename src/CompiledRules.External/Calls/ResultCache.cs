using System.Diagnostics.CodeAnalysis;
using CompiledRules.External.Definitions;

namespace CompiledRules.External.Calls;

/// <summary>Results by arguments, for a time, up to a number; the one used longest ago goes first.</summary>
internal sealed class ResultCache(CacheOptions options, TimeProvider time)
{
    private readonly Lock _gate = new();
    private readonly Dictionary<SqlArray, LinkedListNode<Entry>> _entries = [];
    private readonly LinkedList<Entry> _byUse = [];

    public bool TryGet(SqlArray arguments, [MaybeNullWhen(false)] out SqlValue value)
    {
        lock (_gate)
        {
            if (_entries.TryGetValue(arguments, out var node))
            {
                if (time.GetElapsedTime(node.Value.Stored) < options.TimeToLive)
                {
                    _byUse.Remove(node);
                    _byUse.AddLast(node);
                    value = node.Value.Result;
                    return true;
                }

                Remove(node);
            }
        }

        value = default;
        return false;
    }

    public void Put(SqlArray arguments, SqlValue result)
    {
        lock (_gate)
        {
            if (_entries.TryGetValue(arguments, out var old))
                Remove(old);
            else if (_entries.Count == options.Capacity)
                Remove(_byUse.First!);
            _entries[arguments] = _byUse.AddLast(new Entry(arguments, result, time.GetTimestamp()));
        }
    }

    private void Remove(LinkedListNode<Entry> node)
    {
        _byUse.Remove(node);
        _entries.Remove(node.Value.Arguments);
    }

    private readonly record struct Entry(SqlArray Arguments, SqlValue Result, long Stored);
}
