namespace CompiledRules.Portable;

/// <summary>How a host runs plugin processes and talks to them.</summary>
public sealed record PortableOptions
{
    internal const string UsualSocketDirectory = "/tmp";

    /// <summary>One folder per plugin stands here.</summary>
    public required string PluginDirectory { get; init; }

    /// <summary>Where the sockets stand. Published SDKs know no other place than <c>/tmp</c>; ours are told.</summary>
    public string SocketDirectory { get; init; } = UsualSocketDirectory;

    /// <summary>What runs the plugins whose language is <c>python</c>.</summary>
    public string PythonBin { get; init; } = "python";

    /// <summary>Put before the <c>PYTHONPATH</c> of plugin processes, or null to leave it as it is.</summary>
    public string? PythonPath { get; init; }

    /// <summary>From the start of a process to its first message.</summary>
    public TimeSpan InitTimeout { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>For one message to a sink.</summary>
    public TimeSpan SendTimeout { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>For the answer to one function call, and to one command.</summary>
    public TimeSpan ReceiveTimeout { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>How long a call waits for a plugin that is down or restarting; zero makes it fail at once.</summary>
    public TimeSpan DownTimeout { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>Whether a call that a process died over is made again in the next process. Only for functions that do no harm when called twice.</summary>
    public bool RetriesInFlight { get; init; } = true;

    /// <summary>How often one call is made in all, so that a row that ends every process does not do so for ever.</summary>
    public int Attempts { get; init; } = 3;

    /// <summary>The pause before the first restart; it doubles with every restart after that.</summary>
    public TimeSpan FirstRestart { get; init; } = TimeSpan.FromMilliseconds(100);

    public TimeSpan LongestRestart { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>A process that has said nothing for so long is asked whether it is well.</summary>
    public TimeSpan ProbeAfter { get; init; } = TimeSpan.FromSeconds(12);

    /// <summary>A process that leaves that question open for so long counts as hung, and is replaced.</summary>
    public TimeSpan ProbeTimeout { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>A function that is at one call for so long has its process replaced.</summary>
    public TimeSpan HungAfter { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>The longest message accepted from a plugin, in bytes.</summary>
    public long LongestMessage { get; init; } = 256L << 20;

    /// <summary>Whether the fast wire is used with plugins that offer it.</summary>
    public bool UsesFastWire { get; init; } = true;

    public TimeProvider Time { get; init; } = TimeProvider.System;

    /// <summary>Takes the plugin's name and a line that its process wrote, or that the host says about it. Called from any thread.</summary>
    public Action<string, string>? Log { get; init; }
}
