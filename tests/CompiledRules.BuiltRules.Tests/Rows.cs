namespace CompiledRules.BuiltRules.Tests;

/// <summary>What sensors give.</summary>
public sealed record Reading(string Room, double Celsius);

/// <summary>A reading that says when it was taken.</summary>
public readonly record struct StampedReading(string Room, double Celsius, [property: EventTime] DateTimeOffset At);

/// <summary>What is known of a room.</summary>
public sealed class Room
{
    public required string Name { get; init; }

    public int Floor { get; init; }
}

/// <summary>Someone at a door.</summary>
public sealed record Visit(string Room, string Who);

/// <summary>A result that the tests declare themselves.</summary>
public sealed record Mean(string? Room, double? Celsius);
