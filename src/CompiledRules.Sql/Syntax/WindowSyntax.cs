using CompiledRules.Sql.Text;

namespace CompiledRules.Sql.Syntax;

/// <summary>A window of <c>GROUP BY</c>, with <c>FILTER (WHERE …)</c> and <c>OVER (WHEN … PARTITION BY …)</c>.</summary>
public abstract record WindowSyntax(TextSpan Span, ExpressionSyntax? Filter, OverSyntax? Over) : GroupingSyntax(Span);

/// <summary><c>TUMBLINGWINDOW(unit, length)</c>; the length is positive.</summary>
public sealed record TumblingWindowSyntax(TextSpan Span, TimeUnit Unit, long Length, ExpressionSyntax? Filter, OverSyntax? Over)
    : WindowSyntax(Span, Filter, Over);

/// <summary><c>HOPPINGWINDOW(unit, length, hop)</c>; both are positive, and a hop longer than the window leaves gaps.</summary>
public sealed record HoppingWindowSyntax(TextSpan Span, TimeUnit Unit, long Length, long Hop, ExpressionSyntax? Filter, OverSyntax? Over)
    : WindowSyntax(Span, Filter, Over);

/// <summary><c>SLIDINGWINDOW(unit, length[, delay])</c>; the length is positive, the delay is 0 where left out.</summary>
public sealed record SlidingWindowSyntax(TextSpan Span, TimeUnit Unit, long Length, long Delay, ExpressionSyntax? Filter, OverSyntax? Over)
    : WindowSyntax(Span, Filter, Over);

/// <summary><c>SESSIONWINDOW(unit, maximum duration, timeout)</c>; both are positive.</summary>
public sealed record SessionWindowSyntax(
    TextSpan Span, TimeUnit Unit, long MaxDuration, long Timeout, ExpressionSyntax? Filter, OverSyntax? Over)
    : WindowSyntax(Span, Filter, Over);

/// <summary><c>COUNTWINDOW(length[, interval])</c>; 0 &lt; interval ≤ length, and null means the length.</summary>
public sealed record CountWindowSyntax(TextSpan Span, long Length, long? Interval, ExpressionSyntax? Filter, OverSyntax? Over)
    : WindowSyntax(Span, Filter, Over);

/// <summary><c>STATEWINDOW(begin, emit)</c>, or <c>STATEWINDOW(condition)</c> where each change begins a window and ends the one before.</summary>
/// <param name="Emit">Null in the form with one condition.</param>
public sealed record StateWindowSyntax(
    TextSpan Span, ExpressionSyntax Begin, ExpressionSyntax? Emit, ExpressionSyntax? Filter, OverSyntax? Over)
    : WindowSyntax(Span, Filter, Over);

/// <summary>A window whose arguments do not make one; always has a diagnostic.</summary>
public sealed record InvalidWindowSyntax(TextSpan Span, ExpressionSyntax? Filter, OverSyntax? Over) : WindowSyntax(Span, Filter, Over);
