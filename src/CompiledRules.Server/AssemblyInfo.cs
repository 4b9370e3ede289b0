using System.Runtime.CompilerServices;

[assembly: InternalsVisibleTo("CompiledRules.Server.Tests")]
