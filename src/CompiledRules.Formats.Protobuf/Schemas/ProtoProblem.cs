namespace CompiledRules.Formats.Protobuf.Schemas;

/// <summary>Something wrong in a <c>.proto</c> file.</summary>
/// <param name="File">As an import names it; null for the file that was asked for.</param>
/// <param name="Line">From 1; 0 where the file as a whole is meant.</param>
/// <param name="Message">What was found.</param>
/// <param name="Remedy">What to do about it.</param>
internal sealed record ProtoProblem(string? File, int Line, string Message, string Remedy);
