using CompiledRules.State;

namespace CompiledRules.Runtime.Windows;

/// <summary>Keeps the rows of overlapping windows once.</summary>
public sealed class BufferedPanes<TRow>(IRowCodec<TRow> codec, IWindowObserver<TRow> observer) : IPaneContents<TRow>
{
    private readonly RowBuffer<TRow> _rows = new(codec);

    public void Add(ReadOnlySpan<TRow> rows, long timestamp) => _rows.Add(rows, timestamp);

    public void Emit(WindowRange range) => observer.OnWindow(_rows.Rows, range);

    public void EndPane(long dropBefore) => _rows.DropBefore(dropBefore);

    public void Save(IStateWriter writer) => _rows.Save(writer);

    public void Load(IStateReader reader) => _rows.Load(reader);
}
