namespace CompiledRules.Generators.Scripts;

/// <summary>A <c>.sql</c> file among the additional files, and what its code may use.</summary>
/// <param name="Namespace">That of the project; empty for none.</param>
internal sealed record RuleScript(string Path, string Text, string Namespace, ScriptSurroundings Surroundings)
{
    /// <summary>The class that holds its rules: <c>PlantRules</c> for <c>plant.sql</c>.</summary>
    public string ClassName
    {
        get
        {
            var name = ScriptNames.Pascal(System.IO.Path.GetFileNameWithoutExtension(Path));
            return name.EndsWith("Rules", StringComparison.Ordinal) ? name : name + "Rules";
        }
    }

    public string FullClassName => Namespace.Length == 0 ? ClassName : $"{Namespace}.{ClassName}";

    /// <summary>The full name of a type of the script: inside its class, since another script may have a stream of the same name.</summary>
    public string QualifiedName(string type) => $"{FullClassName}.{type}";
}

/// <param name="HasConnectors">Whether the project references <c>CompiledRules.Hosting</c>, so that rules can be put between connectors.</param>
/// <param name="HasRegistration">Whether it references <c>CompiledRules.Extensions.BuiltRules</c>, so that they can run in its host.</param>
internal sealed record ScriptSurroundings(bool HasConnectors, bool HasRegistration);
