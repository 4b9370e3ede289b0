namespace CompiledRules.Generators.Stubs.Model;

/// <summary>An additional file with what it holds.</summary>
internal sealed record StubFile(string Path, string Text)
{
    public string Name => System.IO.Path.GetFileNameWithoutExtension(Path);
}
