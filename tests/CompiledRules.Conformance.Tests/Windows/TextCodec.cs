using CompiledRules.Runtime.Windows;
using CompiledRules.State;

namespace CompiledRules.Conformance.Tests.Windows;

internal sealed class TextCodec : IRowCodec<string>
{
    public void Write(IStateWriter writer, string row) => writer.Write(row);

    public string Read(IStateReader reader) => reader.ReadString()!;
}
