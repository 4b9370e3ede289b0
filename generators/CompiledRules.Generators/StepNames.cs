namespace CompiledRules.Generators;

/// <summary>Names of the steps of the pipeline, for tests of what is cached.</summary>
internal static class StepNames
{
    public const string ReadRules = "ReadRules";
    public const string ReadFunctions = "ReadFunctions";
    public const string CompileRules = "CompileRules";
    public const string EmitSource = "EmitSource";
    public const string ReadScripts = "ReadScripts";
    public const string CompileScripts = "CompileScripts";
    public const string EmitScript = "EmitScript";
    public const string ReadStubs = "ReadStubs";
    public const string EmitStub = "EmitStub";
    public const string ReadPluginFunctions = "ReadPluginFunctions";
    public const string ReadPluginConnectors = "ReadPluginConnectors";
    public const string EmitPluginFunction = "EmitPluginFunction";
    public const string EmitPluginConnector = "EmitPluginConnector";
    public const string EmitPluginManifest = "EmitPluginManifest";
}
