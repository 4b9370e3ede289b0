using System.Collections.Immutable;
using CompiledRules.Compiler;
using CompiledRules.Compiler.Catalogs;
using CompiledRules.Runtime.Rules;
using CompiledRules.Sql.Planning;
using CompiledRules.Sql.Symbols;

namespace CompiledRules.Hosting.Tests;

/// <summary>A running rule whose rows wait for a function of another process.</summary>
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
[CancelAfter(60_000)]
public sealed class CallingRuleTests
{
    private readonly Bench _bench = new();
    private readonly HeldFunction _function = new();

    [Test]
    public async Task The_end_of_a_stream_waits_for_calls_and_rows_keep_their_order()
    {
        var rule = _bench.Open(Program());
        await rule.ConnectAsync();

        _bench.Source.Give("""{"a": 1}""", """{"a": 2}""", """{"a": 3}""");
        _bench.Source.End();
        Bench.Until(() => _function.Count == 3);
        Assert.That(rule.Completion.IsCompleted, Is.False);
        _function.Answer(2);
        _function.Answer(1);
        _function.Answer(0);
        await rule.Completion;

        Assert.That(_bench.Sink.Messages, Is.EqualTo(["""{"x":1}""", """{"x":2}""", """{"x":3}"""]));
    }

    [Test]
    public async Task A_stop_finishes_the_rows_that_wait()
    {
        var rule = _bench.Open(Program());
        await rule.ConnectAsync();
        _bench.Source.Give("""{"a": 1}""");
        Bench.Until(() => _function.Count == 1);

        var stopped = rule.StopAsync();
        _function.Answer(0);
        await stopped;

        Assert.That(_bench.Sink.Messages, Is.EqualTo(["""{"x":1}"""]));
    }

    [Test]
    public async Task A_rule_that_is_given_up_cancels_its_calls()
    {
        var rule = _bench.Open(Program());
        await rule.ConnectAsync();
        _bench.Source.Give("""{"a": 1}""");
        Bench.Until(() => _function.Count == 1);

        await rule.DisposeAsync();

        Assert.That(_function.Cancellation.IsCancellationRequested, Is.True);
        Assert.That(_bench.Sink.Messages, Is.Empty);
    }

    [Test]
    public async Task A_source_is_held_up_while_too_many_rows_wait_and_none_is_lost()
    {
        var rule = _bench.Open(Program(concurrency: 1), new RunningRuleOptions { BufferLength = 1 });
        await rule.ConnectAsync();
        var messages = Enumerable.Range(0, 20).Select(static number => $$"""{"a": {{number}}}""").ToArray();
        var source = new Thread(() => _bench.Source.Give(messages));
        source.Start();
        Bench.Until(() => source.ThreadState.HasFlag(ThreadState.WaitSleepJoin) && _function.Count == 1);
        Assert.That(rule.Counters.RowsIn, Is.LessThan(20));

        for (var call = 0; call < 20; call++)
        {
            Bench.Until(() => _function.Count > call);
            _function.Answer(call);
        }

        source.Join();
        _bench.Source.End();
        await rule.Completion;

        Assert.That(_bench.Sink.Messages, Is.EqualTo(Enumerable.Range(0, 20).Select(static number => $$"""{"x":{{number}}}""")));
        Assert.That(rule.LostCount, Is.Zero);
    }

    [Test]
    public async Task A_new_program_begins_behind_the_rows_that_wait()
    {
        var rule = _bench.Open(Program());
        await rule.ConnectAsync();
        _bench.Source.Give("""{"a": 1}""");
        Bench.Until(() => _function.Count == 1);

        var swapped = _bench.SwapAsync(rule, Program("SELECT a AS y FROM demo"));
        _bench.Source.Give("""{"a": 2}""");
        Assert.That(swapped.IsCompleted, Is.False);
        _function.Answer(0);
        await swapped;
        _bench.Source.End();
        await rule.Completion;

        Assert.That(_bench.Sink.Messages, Is.EqualTo(["""{"x":1}""", """{"y":2}"""]));
    }

    private IRuleProgram Program(string sql = "SELECT held(a) AS x FROM demo", int concurrency = 64)
    {
        var functions = new FunctionTable([.. FunctionReader.BuiltIn, RemoteFunctions.SymbolOf(_function)]);
        var demo = new StreamSymbol("demo", StreamKind.Stream, [], true);
        return RuleCompiler.Compile(sql, new Catalog([demo], functions), RuleOptions.Default with { CallConcurrency = concurrency }).Program;
    }

    /// <summary>Answers with its argument when the test says so.</summary>
    private sealed class HeldFunction : IRemoteFunction
    {
        private readonly List<(SqlArray Arguments, TaskCompletionSource<RemoteResult> Done)> _calls = [];

        public string Name => "held";

        public ImmutableArray<RemoteParameter> Parameters => [];

        public RemoteType Result => RemoteType.Any;

        public bool IsDeterministic => false;

        public CancellationToken Cancellation { get; private set; }

        public int Count
        {
            get
            {
                lock (_calls)
                    return _calls.Count;
            }
        }

        public string? Check(ReadOnlySpan<SqlKind?> arguments) => null;

        public ValueTask<RemoteResult> InvokeAsync(SqlArray arguments, CancellationToken cancellation)
        {
            var done = new TaskCompletionSource<RemoteResult>(TaskCreationOptions.RunContinuationsAsynchronously);
            cancellation.Register(() => done.TrySetCanceled(cancellation));
            Cancellation = cancellation;
            lock (_calls)
                _calls.Add((arguments, done));
            return new ValueTask<RemoteResult>(done.Task);
        }

        public void Answer(int call)
        {
            (SqlArray Arguments, TaskCompletionSource<RemoteResult> Done) answered;
            lock (_calls)
                answered = _calls[call];
            answered.Done.SetResult(RemoteResult.From(answered.Arguments[0]));
        }
    }
}
