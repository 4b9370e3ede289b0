using System.Runtime.InteropServices;

namespace CompiledRules.Portable.Processes;

/// <summary>A plugin process together with all that it starts.</summary>
internal static partial class ProcessGroup
{
    private const int Kill9 = 9;

    /// <summary>Whether the process with this id runs in the session that <paramref name="leader"/> leads.</summary>
    public static bool Contains(int leader, int id) => SessionOf(id) == leader;

    /// <summary>Ends every process of the group that <paramref name="leader"/> leads, whatever state it is in.</summary>
    /// <returns>Whether there is such a group.</returns>
    public static bool Kill(int leader) => Signal(-leader, Kill9) == 0;

    public static bool Exists(int leader) => Signal(-leader, 0) == 0;

    [LibraryImport("libc", EntryPoint = "kill", SetLastError = true)]
    private static partial int Signal(int id, int signal);

    [LibraryImport("libc", EntryPoint = "getsid", SetLastError = true)]
    private static partial int SessionOf(int id);
}
