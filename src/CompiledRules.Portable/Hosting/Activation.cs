using System.Buffers;
using System.Text;

namespace CompiledRules.Portable.Hosting;

internal enum SymbolType
{
    Source,
    Sink,
    Function,
}

/// <summary>Which instance of which symbol: one per running source or sink, one in all per function.</summary>
internal sealed record SymbolKey(SymbolType Type, string Symbol, string RuleId = "", string OpId = "")
{
    /// <summary>The part of a socket path that is its own.</summary>
    public string Lane => Type == SymbolType.Function ? $"func_{Symbol}" : $"{RuleId}_{OpId}_0";
}

/// <summary>A symbol that is in use, and is started again in every new process of its plugin.</summary>
internal abstract class Activation(SymbolKey key)
{
    public SymbolKey Key { get; } = key;

    /// <summary>The number of the process in which it was last started; 0 for none.</summary>
    public int Process { get; set; }

    /// <summary>Opens what the plugin will dial, before it is told to start.</summary>
    /// <param name="isFast">Whether the process speaks the fast wire.</param>
    /// <returns>The path of the lane for the fast wire, or null for the old one.</returns>
    public abstract string? Open(bool isFast);

    /// <summary>The plugin has said that it started.</summary>
    public abstract Task OnStartedAsync(CancellationToken cancellation);

    /// <summary>A new process of the plugin could not start it.</summary>
    public abstract void OnFailed(PortableException error);

    /// <summary>Adds <c>dataSource</c> and <c>config</c> where the symbol has them.</summary>
    protected virtual SqlObject Describe(SqlObject.Builder argument) => argument.ToObject();

    /// <summary>The control command as it goes over the wire: its argument is a text that holds JSON.</summary>
    public byte[] Command(string verb, string? fastPath)
    {
        var meta = SqlObject.FromArrays(["ruleId", "opId", "instanceId"], [Key.RuleId, Key.OpId, 0L]);
        var argument = new SqlObject.Builder { ["symbolName"] = Key.Symbol, ["meta"] = meta, ["pluginType"] = Name(Key.Type) };
        if (fastPath is not null)
            argument["wire"] = SqlObject.FromArrays(["version", "path"], [1L, fastPath]);
        return Encode(verb, SqlJson.ToText(Describe(argument)));
    }

    /// <summary>A question that every SDK answers and none acts on, since no SDK knows the word.</summary>
    public static byte[] Probe { get; } =
        Encode("ping", """{"symbolName":"","meta":{"ruleId":"","opId":"","instanceId":0},"pluginType":""}""");

    private static byte[] Encode(string verb, string argument)
    {
        var output = new ArrayBufferWriter<byte>();
        output.Write("{\"cmd\":\""u8);
        output.Write(Encoding.UTF8.GetBytes(verb));
        output.Write("\",\"arg\":"u8);
        new SqlJsonWriter(output).Write(argument);
        output.Write("}"u8);
        return output.WrittenSpan.ToArray();
    }

    private static string Name(SymbolType type) => type switch
    {
        SymbolType.Source => "source",
        SymbolType.Sink => "sink",
        _ => "func",
    };
}
