namespace CompiledRules.Sql.Symbols;

/// <summary>One stream or table of a statement, in its place in FROM and JOIN.</summary>
/// <param name="Index">0 for FROM, then the joins in order.</param>
/// <param name="Name">The alias where one is written, otherwise the stream's own name.</param>
public sealed record SourceSymbol(int Index, string Name, StreamSymbol Stream);
