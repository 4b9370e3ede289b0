using System.Runtime.CompilerServices;

[assembly: InternalsVisibleTo("CompiledRules.Formats.Tests")]
