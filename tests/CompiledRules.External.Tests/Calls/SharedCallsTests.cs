using CompiledRules.External.Calls;

namespace CompiledRules.External.Tests.Calls;

public sealed class SharedCallsTests
{
    private readonly TaskCompletionSource<Attempt> _answer = new();
    private readonly SharedCalls _calls;
    private CancellationToken _token;
    private int _made;

    public SharedCallsTests() => _calls = new SharedCalls(async (_, cancellation) =>
    {
        _made++;
        _token = cancellation;
        return await _answer.Task.WaitAsync(cancellation);
    });

    [Test]
    public async Task Equal_calls_under_way_are_made_once()
    {
        var first = Call("a");
        var second = Call("a");
        var other = Call("b");

        _answer.SetResult(Attempt.Of("answer"));

        using (Assert.EnterMultipleScope())
        {
            Assert.That((await first).Value, Is.EqualTo((await second).Value));
            Assert.That((await other).Value, Is.EqualTo((SqlValue)"answer"));
            Assert.That(_made, Is.EqualTo(2));
        }
    }

    [Test]
    public async Task A_call_after_the_answer_is_made_again()
    {
        _answer.SetResult(Attempt.Of("answer"));
        await Call("a");
        await Call("a");

        Assert.That(_made, Is.EqualTo(2));
    }

    [Test]
    public async Task One_that_goes_leaves_the_call_to_the_others_and_the_last_ends_it()
    {
        using var leaving = new CancellationTokenSource();
        using var last = new CancellationTokenSource();
        var first = Call("a", leaving.Token);
        var second = Call("a", last.Token);

        await leaving.CancelAsync();
        Assert.That(async () => await first, Throws.InstanceOf<OperationCanceledException>());
        var afterFirst = _token.IsCancellationRequested;
        await last.CancelAsync();
        Assert.That(async () => await second, Throws.InstanceOf<OperationCanceledException>());

        Assert.That((afterFirst, _token.IsCancellationRequested), Is.EqualTo((false, true)));
    }

    private Task<Attempt> Call(string argument, CancellationToken cancellation = default) => _calls.CallAsync([argument], cancellation).AsTask();
}
