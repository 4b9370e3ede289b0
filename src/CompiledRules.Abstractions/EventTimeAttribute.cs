namespace CompiledRules;

/// <summary>Marks the member of a row that says when its event happened, for rules in event time.</summary>
/// <remarks>A <see cref="DateTimeOffset"/>, <see cref="DateTime"/> or <see cref="SqlTime"/>, an integer of milliseconds since the Unix epoch, or a text in a layout of the dialect.</remarks>
/// <example><code>
/// public sealed record Reading(string Room, double Celsius, [EventTime] DateTimeOffset At);
/// </code></example>
[AttributeUsage(AttributeTargets.Property | AttributeTargets.Field | AttributeTargets.Parameter)]
public sealed class EventTimeAttribute : Attribute;
