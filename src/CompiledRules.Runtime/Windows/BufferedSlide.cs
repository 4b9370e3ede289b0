using CompiledRules.State;

namespace CompiledRules.Runtime.Windows;

/// <summary>Keeps the rows of overlapping windows once, and hands on those of each.</summary>
public sealed class BufferedSlide<TRow>(IRowCodec<TRow> codec, IWindowObserver<TRow> observer) : ISlidingContents<TRow>
{
    private readonly RowBuffer<TRow> _rows = new(codec);

    public void Add(TRow row, long timestamp) => _rows.Add(row, timestamp);

    public void DropBefore(long time) => _rows.DropBefore(time);

    public void Emit(long from, long before, WindowRange range)
    {
        var first = _rows.CountBefore(from);
        observer.OnWindow(_rows.Rows[first.._rows.CountBefore(before)], range);
    }

    public void Save(IStateWriter writer) => _rows.Save(writer);

    public void Load(IStateReader reader) => _rows.Load(reader);
}
