namespace CompiledRules.External.Calls;

/// <summary>What one exchange with a service gave: a value or a failure. Failures are values here, since a failing service must not cost an exception per row.</summary>
internal readonly record struct Attempt(SqlValue Value, CallFailure? Failure)
{
    public static Attempt Of(SqlValue value) => new(value, null);

    public static Attempt Failed(FailureKind kind, string message, Exception? cause = null) => new(default, new CallFailure(kind, new SqlException(message, cause)));
}

/// <summary>Why a call failed, as far as retry and breaker care.</summary>
/// <param name="Error">What the row gets.</param>
internal sealed record CallFailure(FailureKind Kind, SqlException Error);

internal enum FailureKind
{
    /// <summary>The arguments do not fit; nothing was sent.</summary>
    Arguments,

    /// <summary>No connection, or it was lost before the reply was complete.</summary>
    Connection,

    /// <summary>The service asks to come again later.</summary>
    Busy,

    Timeout,

    /// <summary>The breaker is open; nothing was sent.</summary>
    Broken,

    /// <summary>The service answered with an error of its own.</summary>
    Server,

    /// <summary>The service refused this request; another may succeed.</summary>
    Refused,

    /// <summary>The reply cannot be read.</summary>
    Reply,
}

internal static class FailureKinds
{
    extension(FailureKind kind)
    {
        /// <summary>Whether the failure says something about the service, and not about one request.</summary>
        public bool IsOutage => kind is FailureKind.Connection or FailureKind.Busy or FailureKind.Timeout or FailureKind.Server;

        /// <summary>The value of <c>error.type</c> in metrics and traces.</summary>
        public string Text => kind switch
        {
            FailureKind.Arguments => "arguments",
            FailureKind.Connection => "connection",
            FailureKind.Busy => "busy",
            FailureKind.Timeout => "timeout",
            FailureKind.Broken => "circuit_open",
            FailureKind.Server => "server",
            FailureKind.Refused => "refused",
            _ => "reply",
        };
    }
}
