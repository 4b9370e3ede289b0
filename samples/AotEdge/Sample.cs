namespace AotEdge;

/// <summary>What a sensor gives.</summary>
internal readonly record struct Sample(string Sensor, long Sequence, double Value);
