namespace CompiledRules;

/// <summary>A connector that checks its options together, once all of them are set.</summary>
/// <remarks>Called when a stream or rule is created, before anything is connected: it does no input or output.</remarks>
public interface IValidatedOptions
{
    /// <param name="options">Makes the error: <c>throw options.Error("port", "found 0; expected …")</c>.</param>
    /// <exception cref="OptionException">The options do not go together. The stream or rule is refused with this text.</exception>
    void Validate(ConnectorOptions options);
}
