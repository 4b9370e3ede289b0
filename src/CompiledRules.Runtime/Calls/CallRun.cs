namespace CompiledRules.Runtime.Calls;

/// <summary>How the calls of one run are made.</summary>
/// <param name="Concurrency">Calls of one place in the statement that are under way at once.</param>
/// <param name="Cancellation">Signalled when the run is given up.</param>
internal sealed record CallRun(CallSignal Signal, int Concurrency, CancellationToken Cancellation);
