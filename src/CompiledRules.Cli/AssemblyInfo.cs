using System.Runtime.CompilerServices;

[assembly: InternalsVisibleTo("CompiledRules.Cli.Tests")]
