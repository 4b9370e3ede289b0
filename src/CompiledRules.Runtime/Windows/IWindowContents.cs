using CompiledRules.State;

namespace CompiledRules.Runtime.Windows;

/// <summary>What a window keeps of its rows until it is emitted: the rows themselves, or only their aggregates.</summary>
public interface IWindowContents<TRow> : IStateful
{
    bool IsEmpty { get; }

    /// <param name="timestamp">Of all of the rows.</param>
    void Add(ReadOnlySpan<TRow> rows, long timestamp);

    /// <summary>Hands on what was added since <see cref="Clear"/>.</summary>
    void Emit(WindowRange range);

    void Clear();
}
