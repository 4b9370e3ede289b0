using CompiledRules.Connectors;
using CompiledRules.Connectors.Memory;
using CompiledRules.Formats;
using CompiledRules.Hosting;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace CompiledRules.Extensions.BuiltRules;

/// <summary>Runs the rules of an application from its start to its end.</summary>
internal sealed class BuiltRulesService(
    IServiceProvider services,
    IEnumerable<RuleRegistration> rules,
    IEnumerable<ConnectorRegistration> connectors,
    IEnumerable<FormatRegistration> formats,
    ILogger<BuiltRulesService> logger,
    IHostEnvironment? environment = null,
    TimeProvider? time = null) : IHostedService, IAsyncDisposable
{
    private readonly List<RunningRule> _running = [];

    // All are open before the first one connects: what one rule writes, another may read.
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        var host = CreateHost();
        foreach (var rule in rules.SelectMany(static registration => registration.Rules()))
            _running.Add(host.Open(rule));
        foreach (var rule in _running)
            await rule.ConnectAsync().ConfigureAwait(false);
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.WhenAll(_running.Select(static rule => rule.StopAsync())).WaitAsync(cancellationToken);

    public async ValueTask DisposeAsync()
    {
        foreach (var rule in _running)
            await rule.DisposeAsync().ConfigureAwait(false);
        _running.Clear();
    }

    private RuleHost CreateHost()
    {
        var (registry, known) = (new ConnectorRegistry().AddBuiltIn(new MemoryTopics()), FormatRegistry.CreateDefault());
        foreach (var registration in connectors)
            registration.Add(services, registry);
        foreach (var registration in formats)
            registration.Add(known);
        return new RuleHost(registry, known, new ConnectorContext("application", time ?? TimeProvider.System)
        {
            BaseDirectory = environment?.ContentRootPath ?? Environment.CurrentDirectory,
            Log = line => BuiltRulesLog.Line(logger, line),
        });
    }
}
