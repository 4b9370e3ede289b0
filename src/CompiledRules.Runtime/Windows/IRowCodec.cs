using CompiledRules.State;

namespace CompiledRules.Runtime.Windows;

/// <summary>Writes rows into a saved state and reads them back.</summary>
public interface IRowCodec<TRow>
{
    void Write(IStateWriter writer, TRow row);

    TRow Read(IStateReader reader);
}
