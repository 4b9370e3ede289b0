namespace CompiledRules.Server.Http;

/// <summary>A request that is refused; the reply has the code and the message.</summary>
internal sealed class ApiException(ErrorCode code, string message) : Exception(message)
{
    public ErrorCode Code { get; } = code;

    public static ApiException NotFound(string message) => new(ErrorCode.NotFound, message);
}
