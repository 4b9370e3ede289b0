namespace CompiledRules.Generators.Model;

/// <summary>How rows come and go.</summary>
internal enum RuleForm
{
    /// <summary>As <c>IObservable</c>.</summary>
    Pushed,

    /// <summary>As <c>IAsyncEnumerable</c>.</summary>
    Pulled,

    /// <summary>As <c>ReadOnlySpan</c>, and a list of results.</summary>
    Batch,
}
