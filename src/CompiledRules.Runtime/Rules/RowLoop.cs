namespace CompiledRules.Runtime.Rules;

/// <summary>The compiled body of a rule, looping over a batch from <paramref name="position"/> on.</summary>
/// <remarks>When it throws, <paramref name="position"/> is the row that failed; the caller reports it and calls again behind it.</remarks>
/// <typeparam name="TTarget">What takes the results: a <see cref="RowOutput{TOut}"/>, or groups.</typeparam>
public delegate void RowLoop<TIn, in TTarget>(ReadOnlySpan<TIn> batch, ref int position, RuleContext context, TTarget target);
