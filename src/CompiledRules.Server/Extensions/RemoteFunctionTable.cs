using System.Reflection;
using CompiledRules.Sql.Symbols;

namespace CompiledRules.Server.Extensions;

/// <summary>Gives remote functions their slots, so that rules can call them by name. Used under the lock of its owner.</summary>
internal sealed class RemoteFunctionTable
{
    // Slots are static, so they are handed out for the whole process and kept per server and name.
    private static int s_next;

    private readonly Dictionary<string, Type> _slots = new(StringComparer.Ordinal);

    /// <summary>The symbol of a function; rules that call one of its name go on with this one.</summary>
    public FunctionSymbol Add(IRemoteFunction function)
    {
        if (!_slots.TryGetValue(function.Name, out var slot))
            _slots[function.Name] = slot = typeof(RemoteSlot<>).MakeGenericType(Number(Interlocked.Increment(ref s_next)));

        Assign(slot, function);
        var overload = new FunctionOverload(
            NameOf(slot),
            nameof(RemoteSlot<>.Call),
            [new ParameterSymbol("arguments", SqlType.Any, true)],
            SqlType.Any,
            true,
            GuardKind.None,
            IsDeterministic: function.IsDeterministic,
            IsVariadic: true);
        return new FunctionSymbol(function.Name, FunctionKind.Scalar, [overload], IsBuiltIn: false);
    }

    /// <summary>Makes calls of all functions but these fail.</summary>
    public void KeepOnly(IReadOnlySet<string> names)
    {
        foreach (var (name, slot) in _slots)
        {
            if (!names.Contains(name))
                Assign(slot, null);
        }
    }

    private static void Assign(Type slot, IRemoteFunction? function) =>
        slot.GetMethod(nameof(RemoteSlot<>.Assign), BindingFlags.Static | BindingFlags.NonPublic)!.Invoke(null, [function]);

    private static Type Number(int number) =>
        number == 0 ? typeof(End) : (number % 2 == 0 ? typeof(Zero<>) : typeof(One<>)).MakeGenericType(Number(number / 2));

    private static string NameOf(Type type) => type.IsGenericType
        ? $"{type.Namespace}.{type.Name[..type.Name.IndexOf('`', StringComparison.Ordinal)]}<{NameOf(type.GetGenericArguments()[0])}>"
        : type.FullName!;
}
