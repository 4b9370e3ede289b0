using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;

namespace CompiledRules.Runtime.Calls;

/// <summary>Rows whose remote calls are under way: a bounded number, which go on in the order of input or of completion. No thread waits.</summary>
/// <remarks>
/// One loop owns it: it starts calls while there is room, takes what has ended, and otherwise sleeps until <c>ready</c> wakes it. A loop that takes no
/// input while there is no room passes the pressure on to its source. Nothing is allocated per row beyond what the call itself needs.
/// </remarks>
/// <typeparam name="TRow">What goes on together with its result.</typeparam>
public sealed class PendingCalls<TRow, TResult> : IDisposable
{
    private readonly Func<TRow, CancellationToken, ValueTask<TResult>> _call;
    private readonly Action _ready;
    private readonly Slot[] _slots;
    private readonly ConcurrentQueue<Slot>? _ended;
    private readonly Stack<Slot>? _free;
    private readonly CancellationTokenSource _stop = new();

    // The oldest slot in use; the loop moves it, calls that end look whether it is theirs.
    private int _head;

    /// <param name="call">Makes the calls of a row.</param>
    /// <param name="capacity">Rows under way or ended and not taken; positive.</param>
    /// <param name="ready">Called from any thread, at least once after each moment from which <see cref="TryTake"/> gives a row again.</param>
    public PendingCalls(Func<TRow, CancellationToken, ValueTask<TResult>> call, int capacity, CallOrder order, Action ready)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(capacity);
        _call = call;
        _ready = ready;
        _slots = new Slot[capacity];
        for (var i = 0; i < capacity; i++)
            _slots[i] = new Slot(this, i);
        if (order == CallOrder.Completion)
        {
            _ended = new ConcurrentQueue<Slot>();
            _free = new Stack<Slot>(_slots);
        }
    }

    /// <summary>Rows started and not taken.</summary>
    public int Count { get; private set; }

    public bool HasRoom => Count < _slots.Length;

    /// <summary>Starts the calls of a row.</summary>
    /// <exception cref="InvalidOperationException">There is no room.</exception>
    public void Start(TRow row)
    {
        if (!HasRoom)
            throw new InvalidOperationException("There is no room for another call");

        var slot = _free is { } free ? free.Pop() : _slots[(_head + Count) % _slots.Length];
        Count++;
        slot.Begin(row, _call(row, _stop.Token));
    }

    /// <summary>Takes the next row whose calls have ended.</summary>
    /// <returns>False where none has, or where the one whose turn it is has not.</returns>
    /// <exception cref="Exception">The call threw; its row is gone.</exception>
    public bool TryTake([MaybeNullWhen(false)] out TRow row, [MaybeNullWhen(false)] out TResult result)
    {
        var slot = Next();
        if (slot is null)
        {
            (row, result) = (default, default);
            return false;
        }

        row = slot.Row!;
        Count--;
        try
        {
            result = slot.End();
            return true;
        }
        finally
        {
            if (_free is { } free)
                free.Push(slot);
            else
                MoveOn();
        }
    }

    /// <summary>Cancels what is under way.</summary>
    public void Dispose()
    {
        _stop.Cancel();
        _stop.Dispose();
    }

    private Slot? Next()
    {
        if (_ended is { } ended)
            return ended.TryDequeue(out var slot) ? slot : null;

        return Count > 0 && _slots[_head].HasEnded ? _slots[_head] : null;
    }

    private void MoveOn()
    {
        Volatile.Write(ref _head, (_head + 1) % _slots.Length);

        // Either the loop sees that the new head has ended, or the call that ends sees that it is the head.
        Interlocked.MemoryBarrier();
    }

    private void Ended(Slot slot)
    {
        _ended?.Enqueue(slot);
        Interlocked.MemoryBarrier();
        if (_ended is not null || Volatile.Read(ref _head) == slot.Index)
            _ready();
    }

    private sealed class Slot
    {
        private readonly PendingCalls<TRow, TResult> _owner;
        private readonly Action _onCompleted;
        private ConfiguredValueTaskAwaitable<TResult>.ConfiguredValueTaskAwaiter _awaiter;
        private volatile bool _hasEnded;

        public Slot(PendingCalls<TRow, TResult> owner, int index)
        {
            _owner = owner;
            Index = index;
            _onCompleted = OnCompleted;
        }

        public int Index { get; }

        public TRow? Row { get; private set; }

        public bool HasEnded => _hasEnded;

        public void Begin(TRow row, ValueTask<TResult> call)
        {
            Row = row;
            _hasEnded = false;
            _awaiter = call.ConfigureAwait(false).GetAwaiter();
            if (_awaiter.IsCompleted)
                OnCompleted();
            else
                _awaiter.UnsafeOnCompleted(_onCompleted);
        }

        public TResult End()
        {
            var awaiter = _awaiter;
            _awaiter = default;
            Row = default;
            return awaiter.GetResult();
        }

        private void OnCompleted()
        {
            _hasEnded = true;
            _owner.Ended(this);
        }
    }
}
