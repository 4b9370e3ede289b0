using System.Runtime.CompilerServices;

namespace CompiledRules.Runtime.Calls;

/// <summary>Questions under way together. Used again and again, so that a call costs no object of its own.</summary>
internal sealed class CallExchange<TTarget, TArguments, TResult>
{
    private readonly ICallee<TArguments, TResult> _callee;
    private readonly Action _ended;
    private readonly List<TTarget> _targets = [];
    private TArguments[] _questions = new TArguments[1];
    private TResult[] _answers = [];
    private ConfiguredValueTaskAwaitable<TResult>.ConfiguredValueTaskAwaiter _single;
    private ConfiguredValueTaskAwaitable.ConfiguredValueTaskAwaiter _batch;
    private Exception? _refusal;
    private bool _isSingle;

    /// <param name="ended">Called when the answers are there, from any thread; not where <see cref="Begin"/> finds them there at once.</param>
    public CallExchange(ICallee<TArguments, TResult> callee, Action<CallExchange<TTarget, TArguments, TResult>> ended) =>
        (_callee, _ended) = (callee, () => ended(this));

    public int Count => _targets.Count;

    public void Add(TTarget target, TArguments arguments)
    {
        if (_targets.Count == _questions.Length)
            Array.Resize(ref _questions, _questions.Length * 2);
        _questions[_targets.Count] = arguments;
        _targets.Add(target);
    }

    /// <summary>Puts the questions.</summary>
    /// <returns>Whether the answers are there already.</returns>
    public bool Begin(CancellationToken cancellation)
    {
        _isSingle = Count == 1 && _callee.LargestBatch == 1;
        try
        {
            return _isSingle ? BeginOne(cancellation) : BeginMany(cancellation);
        }
#pragma warning disable CA1031 // Whatever keeps a question from being put is the answer to it.
        catch (Exception error)
#pragma warning restore CA1031
        {
            _refusal = error;
            return true;
        }
    }

    /// <summary>Gives each answer to its target, and forgets them.</summary>
    public void Deliver(Action<TTarget, TResult> take)
    {
        var error = _refusal;
        TResult? only = default;
        try
        {
            if (error is null && _isSingle)
                only = _single.GetResult();
            else if (error is null)
                _batch.GetResult();
        }
#pragma warning disable CA1031 // A function that throws has failed; so have the rows that asked it.
        catch (Exception exception)
#pragma warning restore CA1031
        {
            error = exception;
        }

        for (var i = 0; i < Count; i++)
            take(_targets[i], error is not null ? _callee.Failure(error) : _isSingle ? only! : _answers[i]);
        Clear();
    }

    private bool BeginOne(CancellationToken cancellation)
    {
#pragma warning disable CA2012 // The awaiter is kept until the answer is there, and asked once.
        _single = _callee.AskAsync(_questions[0], cancellation).ConfigureAwait(false).GetAwaiter();
#pragma warning restore CA2012
        if (_single.IsCompleted)
            return true;

        _single.UnsafeOnCompleted(_ended);
        return false;
    }

    private bool BeginMany(CancellationToken cancellation)
    {
        if (_answers.Length < Count)
            _answers = new TResult[_questions.Length];
#pragma warning disable CA2012 // The awaiter is kept until the answer is there, and asked once.
        _batch = _callee.AskAsync(_questions.AsMemory(0, Count), _answers.AsMemory(0, Count), cancellation).ConfigureAwait(false).GetAwaiter();
#pragma warning restore CA2012
        if (_batch.IsCompleted)
            return true;

        _batch.UnsafeOnCompleted(_ended);
        return false;
    }

    private void Clear()
    {
        Array.Clear(_questions, 0, Count);
        Array.Clear(_answers);
        _targets.Clear();
        (_single, _batch, _refusal) = (default, default, null);
    }
}
