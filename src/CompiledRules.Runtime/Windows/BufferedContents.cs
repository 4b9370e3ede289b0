using CompiledRules.State;

namespace CompiledRules.Runtime.Windows;

/// <summary>Keeps the rows of a window.</summary>
public sealed class BufferedContents<TRow>(IRowCodec<TRow> codec, IWindowObserver<TRow> observer) : IWindowContents<TRow>
{
    private readonly RowBuffer<TRow> _rows = new(codec);

    public bool IsEmpty => _rows.Count == 0;

    public void Add(ReadOnlySpan<TRow> rows, long timestamp) => _rows.Add(rows, timestamp);

    public void Emit(WindowRange range) => observer.OnWindow(_rows.Rows, range);

    public void Clear() => _rows.Clear();

    public void Save(IStateWriter writer) => _rows.Save(writer);

    public void Load(IStateReader reader) => _rows.Load(reader);
}
