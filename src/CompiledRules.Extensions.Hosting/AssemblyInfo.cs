using System.Runtime.CompilerServices;

[assembly: InternalsVisibleTo("CompiledRules.Extensions.Hosting.Tests")]
