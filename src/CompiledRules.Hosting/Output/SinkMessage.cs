namespace CompiledRules.Hosting.Output;

/// <summary>One message on its way to a sink.</summary>
/// <param name="Data">An object, or an array of objects; what dynamic properties are rendered over.</param>
/// <param name="Text">What a template made of it, sent as it is; null where the format encodes the data.</param>
public readonly record struct SinkMessage(SqlValue Data, string? Text = null);
