namespace CompiledRules;

/// <summary>Makes a static partial method a rule: the generator writes its body from the SQL when the project is built.</summary>
/// <remarks>
/// <para>
/// The form of the method says how rows come and go: <see cref="IObservable{T}"/> parameters and an <see cref="IObservable{T}"/> result are pushed, each subscription is a run of its own and works
/// on the threads that call <c>OnNext</c>; <see cref="IAsyncEnumerable{T}"/> parameters and result are pulled, each enumeration is a run; <see cref="ReadOnlySpan{T}"/> parameters with a list as
/// result are all there is, each call is a run. Each such parameter is a stream under the parameter's name; its columns are the public properties and fields of the rows.
/// A parameter that is an <see cref="IEnumerable{T}"/> is a table, whose rows are taken when a run begins.
/// </para>
/// <para>
/// The type of the results needs a member, or a parameter of its constructor, for each column of SELECT; a type that does not exist is generated.
/// A parameter of type <see cref="TimeProvider"/> or <c>IScheduler</c> is the rule's clock. A parameter of type <c>Action&lt;RowError&gt;</c> takes the rows that fail, which otherwise are
/// passed over and go to <c>UnobservedRowErrors</c>.
/// </para>
/// </remarks>
/// <example><code>
/// [CompiledRule("SELECT room, celsius FROM readings WHERE celsius > 30")]
/// public static partial IObservable&lt;Hot&gt; Hot(IObservable&lt;Reading&gt; readings);
/// </code></example>
/// <param name="sql">The statement.</param>
[AttributeUsage(AttributeTargets.Method)]
public sealed class CompiledRuleAttribute(string sql) : Attribute
{
    public string Sql { get; } = sql;

    /// <summary>Whether time is in the rows, in the member marked <see cref="EventTimeAttribute"/>, rather than that of the clock.</summary>
    public bool IsEventTime { get; init; }

    /// <summary>In event time, how far events may come out of order before they count as late, in milliseconds.</summary>
    public long LateTolerance { get; init; } = 1_000;

    /// <summary>In event time, after how many milliseconds a silent stream no longer holds the time of the others; 0 for never.</summary>
    public long IdleTimeout { get; init; }

    /// <summary>Whether open windows and rows held back for their event time are emitted when all streams have ended.</summary>
    public bool FlushAtEnd { get; init; } = true;

    /// <summary>Whether a sliding window with a delay is sent at its trigger and again when the delay is over.</summary>
    public bool SendsSlidingWindowTwice { get; init; }

    /// <summary>The zone that windows of hours and days align to, such as <c>Europe/Berlin</c>; null for UTC.</summary>
    public string? TimeZone { get; init; }
}
