namespace CompiledRules.External;

/// <summary>What all external services of a host share.</summary>
public sealed record ExternalServicesOptions
{
    public TimeProvider Time { get; init; } = TimeProvider.System;

    /// <summary>Whether REST services may stand on loopback, private, link-local and unspecified addresses. Off, so that a definition from outside cannot reach into the network.</summary>
    public bool EnablePrivateNetworks { get; init; }

    /// <summary>Takes the calls of functions whose error policy is dead letter; null drops them.</summary>
    public IDeadLetters? DeadLetters { get; init; }
}
