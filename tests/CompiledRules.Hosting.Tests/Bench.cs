using System.Collections.Concurrent;
using System.Text;
using CompiledRules.Connectors;
using CompiledRules.Formats;
using CompiledRules.Runtime.Rules;
using Microsoft.Extensions.Time.Testing;

namespace CompiledRules.Hosting.Tests;

/// <summary>A host with a source and a sink in the hands of the test.</summary>
internal sealed class Bench
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(30);

    public Bench() => Host = new RuleHost(
        new ConnectorRegistry().AddSource("given", (_, _) => Source).AddSink("taken", (_, _) => Sink),
        FormatRegistry.CreateDefault(),
        new ConnectorContext("test", Time) { Log = Log.Enqueue, AesKey = [.. Enumerable.Range(0, 16).Select(static i => (byte)i)] });

    public FakeTimeProvider Time { get; } = new();

    public GivenSource Source { get; } = new();

    public TakenSink Sink { get; } = new();

    public ConcurrentQueue<string> Log { get; } = new();

    public RuleHost Host { get; }

    /// <summary>Of the rules that are opened from now on.</summary>
    public IReadOnlyList<KeyValuePair<string, SqlValue>> StreamOptions { get; set; } = [];

    public RunningRule Open(RunningRuleOptions? options = null, params (string Name, SqlValue Value)[] sink) => Open(new PassingRule(), options, sink);

    public RunningRule Open(IRuleProgram program, RunningRuleOptions? options = null, params (string Name, SqlValue Value)[] sink) => Host.Open(new RuleSettings(
        "r",
        program,
        [new StreamSettings("demo", "given", StreamOptions, RowSchema.Schemaless)],
        [new SinkSettings("out", "taken", [KeyValuePair.Create("sendSingle", (SqlValue)true), .. sink.Select(static option => KeyValuePair.Create(option.Name, option.Value))])],
        options ?? new RunningRuleOptions()));

    public Task<SwapResult> SwapAsync(RunningRule rule, IRuleProgram program) => Host.SwapAsync(rule, program, "next");

    /// <summary>Waits until something holds, however the threads run.</summary>
    public static void Until(Func<bool> condition) => Assert.That(SpinWait.SpinUntil(condition, s_patience), Is.True, "it never came");

    /// <summary>Gives messages when the test says so.</summary>
    internal sealed class GivenSource : ISource<SourceMessage>, IDisposable
    {
        private IObserver<SourceMessage>? _observer;

        public int Subscriptions { get; private set; }

        public IDisposable Subscribe(IObserver<SourceMessage> observer)
        {
            Subscriptions++;
            _observer = observer;
            return this;
        }

        public void Give(params string[] messages) => Array.ForEach(messages, message => _observer!.OnNext(new SourceMessage(Encoding.UTF8.GetBytes(message))));

        public void Give(byte[] payload) => _observer!.OnNext(new SourceMessage(payload));

        public void Lose(string error) => _observer!.OnError(new IOException(error));

        public void End() => _observer!.OnCompleted();

        public void Dispose()
        {
        }
    }

    /// <summary>Takes messages, or cannot be reached, as the test says.</summary>
    internal sealed class TakenSink : ISink<ReadOnlyMemory<byte>>, IConnectionStatus
    {
        private readonly ConnectionStatusFeed _status = new();
        private readonly SemaphoreSlim _open = new(1, 1);

        public ConcurrentQueue<string> Messages { get; } = new();

        public byte[] LastPayload { get; private set; } = [];

        public bool IsClosed { get; private set; }

        /// <summary>Part of the messages that it does not take.</summary>
        public string Refused { get; init; } = "refuse";

        public ConnectionStatus Status => _status.Current;

        public IObservable<ConnectionStatus> StatusChanges => _status;

        public void Go(ConnectionState state) => _status.Set(state, state == ConnectionState.Disconnected ? "gone" : null);

        /// <summary>Writes wait until the returned object is disposed.</summary>
        public IDisposable Hold()
        {
            _open.Wait();
            return new Held(_open);
        }

        public ValueTask ConnectAsync(CancellationToken cancellation) => default;

        public async ValueTask WriteAsync(ReadOnlyMemory<byte> message, CancellationToken cancellation)
        {
            if (Status.State == ConnectionState.Disconnected && Status.Error is { } error)
                throw new IOException(error);

            var text = Encoding.UTF8.GetString(message.Span);
            if (text.Contains(Refused, StringComparison.Ordinal))
                throw new InvalidOperationException("no such message");

            await _open.WaitAsync(cancellation);
            LastPayload = message.ToArray();
            Messages.Enqueue(text);
            _open.Release();
        }

        public ValueTask DisposeAsync()
        {
            IsClosed = true;
            return default;
        }

        private sealed class Held(SemaphoreSlim open) : IDisposable
        {
            public void Dispose() => open.Release();
        }
    }
}
