using CompiledRules.Generators.Writers;
using CompiledRules.Sql.Emit;

namespace CompiledRules.Generators.Scripts;

/// <summary>Writes the method that adds the rules of all scripts of a project to its services.</summary>
internal static class RegistrationWriter
{
    private const string Library = "global::CompiledRules.Extensions.BuiltRules.";
    private const string Services = "global::Microsoft.Extensions.DependencyInjection.IServiceCollection";

    /// <param name="classes">The full names of the classes of the scripts.</param>
    public static string Write(IReadOnlyList<string> classes, string @namespace)
    {
        var writer = new CSharpWriter();
        FileParts.Header(writer);
        using (FileParts.Namespace(@namespace, writer))
        {
            writer.Line("/// <summary>Adds the rules of this project's <c>.sql</c> files.</summary>");
            using (writer.Block("internal static class CompiledRulesServiceCollectionExtensions"))
            {
                writer.Line("/// <summary>The rules start and stop with the application.</summary>");
                writer.Line($"public static {Library}BuiltRulesBuilder AddCompiledRules(this {Services} services) =>");
                using (writer.Indent())
                {
                    var settings = classes.Select(static name => $"{CSharpText.TypeName(name)}.Settings");
                    writer.Line($"{Library}ServiceCollectionExtensions.AddBuiltRules(services, {string.Join(", ", settings.Select(static setting => $"static () => {setting}"))});");
                }
            }
        }

        return writer.ToString();
    }
}
