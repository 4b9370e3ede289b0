using System.Collections.Concurrent;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace CompiledRules.Extensions.Hosting.Tests;

/// <summary>An application with rules, and what it has logged.</summary>
internal sealed class TestApplication : IAsyncDisposable
{
    private readonly LogLines _lines = new();

    private TestApplication(Action<HostApplicationBuilder> configure)
    {
        var builder = Microsoft.Extensions.Hosting.Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings());
        builder.Services.AddLogging(logging => logging.AddProvider(_lines));
        builder.Services.AddMetrics();
        configure(builder);
        Host = builder.Build();
    }

    public IHost Host { get; }

    public RuleEngine Engine => Host.Services.GetRequiredService<RuleEngine>();

    public IReadOnlyCollection<string> Log => _lines.All;

    public static TestApplication Create(Action<HostApplicationBuilder> configure) => new(configure);

    public static async Task<TestApplication> StartAsync(Action<HostApplicationBuilder> configure)
    {
        var application = new TestApplication(configure);
        await application.Host.StartAsync();
        return application;
    }

    public async ValueTask DisposeAsync()
    {
        await Host.StopAsync();
        Host.Dispose();
    }

    private sealed class LogLines : ILoggerProvider, ILogger
    {
        public ConcurrentQueue<string> All { get; } = new();

        public ILogger CreateLogger(string categoryName) => this;

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            All.Enqueue(formatter(state, exception));

        public void Dispose()
        {
        }
    }
}
