namespace CompiledRules.External.Tests;

/// <summary>Short forms of calls.</summary>
internal static class Rows
{
    public static ValueTask<RemoteResult> CallAsync(this ExternalServices services, string function, params SqlValue[] arguments) =>
        services.Find(function)!.InvokeAsync(new SqlArray(arguments), CancellationToken.None);
}
