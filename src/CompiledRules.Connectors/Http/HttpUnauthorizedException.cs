namespace CompiledRules.Connectors.Http;

/// <summary>The other side does not know who asks: a token may have been withdrawn.</summary>
internal sealed class HttpUnauthorizedException(string message) : InvalidOperationException(message);
