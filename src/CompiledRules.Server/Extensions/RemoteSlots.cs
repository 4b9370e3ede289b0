namespace CompiledRules.Server.Extensions;

#pragma warning disable CA1000 // Reached by name from compiled rules, which know static members only.

/// <summary>Where a compiled rule finds a remote function: compiled code calls static methods, so each function has a type of its own to be static on.</summary>
/// <typeparam name="TSlot">The number of the function in binary, least digit outermost: <see cref="One{T}"/> and <see cref="Zero{T}"/> around <see cref="End"/>.</typeparam>
public static class RemoteSlot<TSlot>
{
    private static volatile IRemoteFunction? s_function;

    internal static void Assign(IRemoteFunction? function) => s_function = function;

    /// <summary>Calls the function and waits for its answer.</summary>
    /// <exception cref="SqlException">The function failed, or is not there any more.</exception>
    public static SqlValue Call(ReadOnlySpan<SqlValue> arguments)
    {
        var function = s_function ?? throw new SqlException("the function was removed");
        var result = function.InvokeAsync(new SqlArray([.. arguments]), CancellationToken.None).AsTask().GetAwaiter().GetResult();
        return result.Error is null ? result.Value : throw result.Error;
    }
}

/// <summary>A digit 0 of the number of a slot.</summary>
public sealed class Zero<T>;

/// <summary>A digit 1 of the number of a slot.</summary>
public sealed class One<T>;

/// <summary>The end of the number of a slot.</summary>
public sealed class End;
