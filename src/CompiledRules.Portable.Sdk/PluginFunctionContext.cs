namespace CompiledRules.Portable.Sdk;

/// <summary>What a function may ask the host during a call. The host keeps the state and saves it with the rule.</summary>
public abstract class PluginFunctionContext
{
    /// <summary>The value under <paramref name="key"/>, or null.</summary>
    /// <exception cref="NotSupportedException">The host speaks the old wire only.</exception>
    public abstract SqlValue GetState(string key);

    /// <exception cref="NotSupportedException">The host speaks the old wire only.</exception>
    public abstract void PutState(string key, SqlValue value);

    /// <exception cref="NotSupportedException">The host speaks the old wire only.</exception>
    public abstract void DeleteState(string key);
}
