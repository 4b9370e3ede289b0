namespace CompiledRules.Functions.Misc;

public static partial class MiscFunctions
{
    /// <summary>What the broker said about the row: <c>mqtt(topic)</c> or <c>mqtt(messageid)</c>.</summary>
    /// <exception cref="SqlException">The metadata is no text.</exception>
    [SqlFunction("mqtt", GuardsEmpty = true)]
    public static string Mqtt([SqlParameter(IsMetadata = true, Coercion = Coercion.Strict)] string value) => value;
}
