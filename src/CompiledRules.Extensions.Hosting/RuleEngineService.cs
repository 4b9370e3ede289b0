using CompiledRules.Extensions.Hosting.Observation;
using Microsoft.Extensions.Hosting;

namespace CompiledRules.Extensions.Hosting;

/// <summary>Starts the rules with the application and stops them with it.</summary>
/// <param name="meter">Made with the engine, so that its figures are there before the first row.</param>
internal sealed class RuleEngineService(RuleEngine engine, RuleEngineMeter meter) : IHostedService
{
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        meter.Watch(engine);
        await engine.StartAllAsync().ConfigureAwait(false);
    }

    public Task StopAsync(CancellationToken cancellationToken) => engine.StopAllAsync(cancellationToken);
}
