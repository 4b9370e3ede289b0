namespace CompiledRules.Formats.Templates;

/// <summary>A template that cannot be parsed.</summary>
/// <param name="position">Where in the template, in UTF-16 units from 0.</param>
public sealed class TemplateException(string problem, int position) : Exception($"template, at {position}: {problem}")
{
    public int Position { get; } = position;
}
