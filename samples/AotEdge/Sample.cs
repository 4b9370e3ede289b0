using CompiledRules;

namespace AotEdge;

/// <summary>What a sensor gives.</summary>
/// <param name="Taken">Milliseconds since the Unix epoch.</param>
internal readonly record struct Sample(string Sensor, [property: EventTime] long Taken, double Value);
