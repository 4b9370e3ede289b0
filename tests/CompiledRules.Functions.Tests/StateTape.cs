using CompiledRules.State;

namespace CompiledRules.Functions.Tests;

/// <summary>A saved state in memory. Reading it with another name, or in another order of kinds, fails.</summary>
internal sealed class StateTape : IStateWriter, IStateReader
{
    private readonly Queue<object> _items = [];

    /// <summary>What goes on where <paramref name="state"/> stands.</summary>
    public static T Copy<T>(T state)
        where T : struct, IStateful
    {
        var tape = new StateTape();
        state.Save(tape);
        var copy = default(T);
        copy.Load(tape);
        Assert.That(tape._items, Is.Empty, "Load reads all that Save wrote");
        return copy;
    }

    public void Section(string name, int version) => _items.Enqueue((name, version));

    public void Write(bool value) => _items.Enqueue(value);

    public void Write(long value) => _items.Enqueue(value);

    public void Write(double value) => _items.Enqueue(value);

    public void Write(string? value) => _items.Enqueue(value is null ? SqlValue.Null : value);

    public void Write(SqlValue value) => _items.Enqueue(value);

    public int Section(string name)
    {
        var (found, version) = ((string, int))_items.Dequeue();
        return found == name ? version : throw new StateException($"section {found}");
    }

    public bool ReadBoolean() => (bool)_items.Dequeue();

    public long ReadInteger() => (long)_items.Dequeue();

    public double ReadFloat() => (double)_items.Dequeue();

    public string? ReadString() => _items.Dequeue() as string;

    public SqlValue ReadValue() => (SqlValue)_items.Dequeue();
}
