using System.Threading.Tasks.Sources;
using CompiledRules.Runtime.Calls;

namespace CompiledRules.Runtime.Tests.Calls;

public sealed class PendingCallsTests
{
    [Test]
    public void Results_come_in_the_order_of_input()
    {
        var calls = new Calls(4, CallOrder.Input);
        calls.Start(1, 2, 3);

        calls.End(3);
        calls.End(2);
        var before = calls.Take();
        calls.End(1);

        Assert.That((before, calls.Take()), Is.EqualTo(("", "1 2 3")));
    }

    [Test]
    public void Or_in_the_order_of_completion()
    {
        var calls = new Calls(4, CallOrder.Completion);
        calls.Start(1, 2, 3);

        calls.End(3);
        calls.End(1);

        Assert.That(calls.Take(), Is.EqualTo("3 1"));
    }

    [TestCase(CallOrder.Input)]
    [TestCase(CallOrder.Completion)]
    public void There_is_room_for_as_many_as_said(CallOrder order)
    {
        var calls = new Calls(2, order);
        calls.Start(1, 2);
        Assert.That(calls.Pending.HasRoom, Is.False);
        Assert.That(() => calls.Pending.Start(3), Throws.InvalidOperationException);

        calls.End(1);
        var untaken = calls.Pending.HasRoom;
        calls.Take();

        Assert.That((untaken, calls.Pending.HasRoom, calls.Pending.Count), Is.EqualTo((false, true, 1)));
    }

    [Test]
    public void The_loop_is_woken_when_the_first_in_line_ends()
    {
        var calls = new Calls(4, CallOrder.Input);
        calls.Start(1, 2);

        calls.End(2);
        var early = calls.Wakes;
        calls.End(1);

        Assert.That((early, calls.Wakes), Is.EqualTo((0, 1)));
    }

    [Test]
    public void A_call_that_ends_at_once_waits_for_its_turn()
    {
        var first = new Answer();
        using var pending = new PendingCalls<int, int>((row, _) => row == 1 ? first.Task : ValueTask.FromResult(row), 4, CallOrder.Input, static () => { });
        pending.Start(1);
        pending.Start(2);

        var early = pending.TryTake(out _, out _);
        first.Give(1);

        Assert.That((early, Drain(pending)), Is.EqualTo((false, "1 2")));
    }

    [Test]
    public void A_call_that_throws_throws_when_it_is_taken_and_the_next_goes_on()
    {
        using var pending = new PendingCalls<int, int>(
            static (row, _) => row == 1 ? ValueTask.FromException<int>(new TimeoutException()) : ValueTask.FromResult(row), 4, CallOrder.Input, static () => { });
        pending.Start(1);
        pending.Start(2);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(() => pending.TryTake(out _, out _), Throws.TypeOf<TimeoutException>());
            Assert.That(Drain(pending), Is.EqualTo("2"));
        }
    }

    [Test]
    public void A_stopped_rule_cancels_its_calls()
    {
        var token = CancellationToken.None;
        var pending = new PendingCalls<int, int>(
            (_, cancellation) =>
            {
                token = cancellation;
                return new ValueTask<int>(new TaskCompletionSource<int>().Task);
            },
            4,
            CallOrder.Input,
            static () => { });
        pending.Start(1);

        pending.Dispose();

        Assert.That(token.IsCancellationRequested, Is.True);
    }

    [TestCase(CallOrder.Input)]
    [TestCase(CallOrder.Completion)]
    public async Task No_row_and_no_wake_is_lost_when_calls_end_on_other_threads(CallOrder order)
    {
        const int Rows = 20_000;
        using var signal = new SemaphoreSlim(0);
        using var pending = new PendingCalls<int, int>(
            static async (row, _) =>
            {
                if (row % 3 != 0)
                    await Task.Yield();
                return row;
            },
            16,
            order,
            () => signal.Release());

        var taken = new List<int>();
        for (var next = 0; taken.Count < Rows;)
        {
            while (next < Rows && pending.HasRoom)
                pending.Start(next++);
            if (pending.TryTake(out var row, out var result))
                taken.Add(row == result ? row : -1);
            else
                Assert.That(await signal.WaitAsync(TimeSpan.FromSeconds(30)), Is.True, "a wake was lost");
        }

        if (order == CallOrder.Completion)
            taken.Sort();
        Assert.That(taken, Is.EqualTo(Enumerable.Range(0, Rows)));
    }

    private static string Drain(PendingCalls<int, int> pending)
    {
        var taken = new List<int>();
        while (pending.TryTake(out _, out var result))
            taken.Add(result);
        return string.Join(' ', taken);
    }

    /// <summary>Calls that end when the test says so.</summary>
    private sealed class Calls
    {
        private readonly Dictionary<int, Answer> _answers = [];

        public Calls(int capacity, CallOrder order) => Pending = new PendingCalls<int, int>(
            (row, _) => (_answers[row] = new Answer()).Task, capacity, order, () => Wakes++);

        public PendingCalls<int, int> Pending { get; }

        public int Wakes { get; private set; }

        public void Start(params int[] rows) => Array.ForEach(rows, Pending.Start);

        public void End(int row) => _answers[row].Give(row);

        public string Take() => Drain(Pending);
    }

    /// <summary>A task that goes on, on the spot, where it is given its value.</summary>
    private sealed class Answer : IValueTaskSource<int>
    {
        private ManualResetValueTaskSourceCore<int> _core;

        public ValueTask<int> Task => new(this, _core.Version);

        public void Give(int value) => _core.SetResult(value);

        public int GetResult(short token) => _core.GetResult(token);

        public ValueTaskSourceStatus GetStatus(short token) => _core.GetStatus(token);

        public void OnCompleted(Action<object?> continuation, object? state, short token, ValueTaskSourceOnCompletedFlags flags) =>
            _core.OnCompleted(continuation, state, token, flags);
    }
}
