using System.Buffers.Binary;
using System.Text;
using CompiledRules.Portable.Sdk.Wire;

namespace CompiledRules.Portable.Tests.Lanes;

/// <summary>The plugin's end of a command lane, one frame at a time.</summary>
internal sealed class ScriptedPlugin(SpConnection connection) : IDisposable
{
    private uint _outstanding;

    public static async Task<ScriptedPlugin> DialAsync(string path) => new(await SocketFolder.DialAsync(path, SpProtocol.Request));

    public async Task SendAsync(uint id, string text)
    {
        _outstanding = id;
        var head = new byte[4];
        BinaryPrimitives.WriteUInt32BigEndian(head, id | SpHeader.IdBit);
        await connection.SendAsync(head, Encoding.UTF8.GetBytes(text));
    }

    /// <summary>The next command as <c>id:text</c>, or <c>end</c>. Like any requester, it takes no reply but that to its newest request.</summary>
    public async Task<string> ReceiveAsync()
    {
        while (await connection.ReceiveAsync() is { } message)
        {
            var id = BinaryPrimitives.ReadUInt32BigEndian(message.Span) & ~SpHeader.IdBit;
            if (id == _outstanding)
                return $"{id}:{Encoding.UTF8.GetString(message.Span[4..])}";
        }

        return "end";
    }

    public void Dispose() => connection.Dispose();
}
