using CompiledRules.Runtime.Rules;

namespace CompiledRules.Compiler.Tests;

/// <summary>Keeps what a rule gave.</summary>
internal sealed class Collected<TOut> : IRuleOutput<TOut>
{
    public List<TOut> Rows { get; } = [];

    public List<TOut[]> Collections { get; } = [];

    public List<RowError> Errors { get; } = [];

    public List<(int Input, Row Row)> Late { get; } = [];

    public bool IsCompleted { get; private set; }

    public void OnRows(ReadOnlySpan<TOut> rows) => Rows.AddRange(rows);

    public void OnCollection(ReadOnlySpan<TOut> rows) => Collections.Add(rows.ToArray());

    public void OnError(RowError error) => Errors.Add(error);

    public void OnLate(int input, Row row) => Late.Add((input, row));

    public void OnCompleted() => IsCompleted = true;
}
