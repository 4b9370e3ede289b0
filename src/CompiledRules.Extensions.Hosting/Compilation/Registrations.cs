using System.Reflection;
using CompiledRules.Connectors;

namespace CompiledRules.Extensions.Hosting.Compilation;

/// <summary>Connectors that the application adds.</summary>
internal sealed record ConnectorRegistration(Action<IServiceProvider, ConnectorRegistry> Add);

/// <summary>An assembly whose functions rules may call.</summary>
internal sealed record FunctionRegistration(Assembly Assembly);
