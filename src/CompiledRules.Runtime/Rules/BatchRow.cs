namespace CompiledRules.Runtime.Rules;

/// <summary>Reads a row of a batch where a back end cannot write an indexer that returns a reference.</summary>
public static class BatchRow
{
    public static TRow At<TRow>(ReadOnlySpan<TRow> batch, int position) => batch[position];
}
