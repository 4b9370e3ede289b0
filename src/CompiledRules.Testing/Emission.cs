using System.Collections.Immutable;
using CompiledRules.Runtime.Rules;

namespace CompiledRules.Testing;

/// <summary>One thing that a rule gave.</summary>
/// <param name="Time">When, in milliseconds of the virtual clock.</param>
public abstract record Emission(long Time);

/// <summary>A row that is a result of its own.</summary>
public sealed record RowEmission(long Time, SqlObject Row) : Emission(Time);

/// <summary>The rows of one window, or of one event that was joined; possibly none.</summary>
public sealed record CollectionEmission(long Time, ImmutableArray<SqlObject> Rows) : Emission(Time);

/// <summary>An error of one row or window.</summary>
/// <param name="Error">Null for a row that did not fit its stream.</param>
public sealed record ErrorEmission(long Time, string Message, RowError? Error = null) : Emission(Time);

/// <summary>All inputs have ended.</summary>
public sealed record EndEmission(long Time) : Emission(Time);
