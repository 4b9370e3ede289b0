using System.Runtime.CompilerServices;

[assembly: InternalsVisibleTo("CompiledRules.Compiler.Tests")]
[assembly: InternalsVisibleTo("CompiledRules.Conformance.Tests")]
