using System.Runtime.CompilerServices;

[assembly: InternalsVisibleTo("CompiledRules.Hosting.Tests")]
