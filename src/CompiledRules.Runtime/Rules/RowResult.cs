namespace CompiledRules.Runtime.Rules;

/// <summary>The one row that a body makes, or none.</summary>
public struct RowResult<TOut>
{
    public bool HasRow { get; private set; }

    /// <summary>Not to be used while <see cref="HasRow"/> is false.</summary>
    public TOut Row { get; private set; }

    public void Add(TOut row)
    {
        Row = row;
        HasRow = true;
    }
}
