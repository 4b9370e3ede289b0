using System.ComponentModel;
using CompiledRules.Runtime.Calls;
using CompiledRules.Runtime.Collections;
using CompiledRules.Runtime.Rules;
using CompiledRules.Runtime.Time;
using CompiledRules.Runtime.Windows;
using CompiledRules.State;

namespace CompiledRules.Runtime.Programs;

/// <summary>The parts of one run while its stages are connected.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class RunScope
{
    private readonly List<Func<bool>> _ending = [];
    private readonly List<IPendingStep> _pending = [];
    private readonly List<RuleTimers> _path;
    private readonly RuleTimers _timers;
    private int _windows;
    private int _running;
    private bool _isEnding;

    internal RunScope(RuleContext context, RuleTimers timers, ProgramOptions options, CallRun calls, Func<LookupRequest, ITableLookup>? openLookup, int inputs)
    {
        Context = context;
        _timers = timers;
        _path = [timers.Behind()];
        Options = options;
        Calls = calls;
        OpenLookup = openLookup;
        Inputs = new object?[inputs];
    }

    public RuleContext Context { get; }

    /// <summary>The time of the step that is connected at the moment; it stands still where a step before it holds units back.</summary>
    public RuleTimers Timers => _path[^1];

    internal CallRun Calls { get; }

    /// <summary>Whether the run takes more rows.</summary>
    internal bool HasRoom => _pending.TrueForAll(static step => step.HasRoom);

    /// <summary>Whether no unit waits for an answer from outside.</summary>
    internal bool IsIdle => _pending.TrueForAll(static step => step.IsIdle);

    public ProgramOptions Options { get; }

    public TimeMode Mode => Options.IsEventTime ? TimeMode.Event : TimeMode.Processing;

    public Func<LookupRequest, ITableLookup>? OpenLookup { get; }

    /// <summary>Told the source whose stream has ended, for the scans that are connected while it stands here; null for nobody.</summary>
    public Action<int>? OnSourceEnded { get; set; }

    /// <summary>The entry of each input: an <see cref="IBatchObserver{T}"/> of its row type.</summary>
    public object?[] Inputs { get; }

    public bool ReusesOutputRows { get; init; }

    public List<IStateful> States { get; } = [];

    /// <summary>Called when the run begins, with whether its state was restored.</summary>
    public List<Action<bool>> Opening { get; } = [];

    public List<Action<long>> OnWatermark { get; } = [];

    public Action OnCompleted { get; set; } = static () => { };

    /// <summary>Takes rows that come too late, with the index of their input.</summary>
    public Action<int, Row> OnLate { get; init; } = static (_, _) => { };

    /// <summary>Makes a window part of the run: its state is saved, watermarks reach it, and it begins with the run.</summary>
    public Window<TRow> Open<TRow>(Window<TRow> window)
    {
        var timers = Timers;
        States.Add(window);
        OnWatermark.Add(window.Advance);
        AddFlush(window.Flush);
        _windows++;
        Opening.Add(isRestored =>
        {
            if (isRestored)
                window.Resume();
            else
                window.Start(timers.Now);
        });
        return window;
    }

    /// <summary>Makes a watermark part of the run: its state is saved, and what it holds back is given at the end.</summary>
    public void Add<TRow>(Watermark<TRow> watermark)
    {
        States.Add(watermark);
        AddFlush(watermark.Flush);
    }

    /// <summary>Makes a step that holds units back part of the run: time and watermarks behind it wait for them, and so does the end.</summary>
    /// <param name="create">Makes the step, given its times and the order of its units.</param>
    /// <param name="connect">Connects its input.</param>
    internal void Hold<TStep>(Func<StepTimes, CallOrder, TStep> create, Action<TStep> connect)
        where TStep : IPendingStep
    {
        var (before, behind, path) = (_timers.Behind(), Timers, _path.ToArray());

        // Windows want rows in order.
        var step = create(new StepTimes(before, behind, () => Array.ForEach(path, static timers => timers.Follow())), _windows > 0 ? CallOrder.Input : Options.CallOrder);
        foreach (var timers in path)
            timers.HoldAt(() => step.Oldest);
        _pending.Add(step);
        _ending.Add(() => step.IsIdle);

        // A watermark goes to the windows before the step first, whose rows it has to follow.
        var listeners = OnWatermark.ToArray();
        OnWatermark.Clear();
        _path.Add(before);
        connect(step);
        _path.RemoveAt(_path.Count - 1);
        OnWatermark.Add(time => step.Pass(() => Array.ForEach(listeners, listener => listener(time))));
    }

    /// <summary>Lets go what has got its answers.</summary>
    internal void Resume()
    {
        Calls.Signal.Reset();
        for (var i = _pending.Count - 1; i >= 0; i--)
            _pending[i].Resume();
        if (_isEnding)
            End();
    }

    /// <summary>Whether rows may have to wait for answers from outside.</summary>
    internal bool MayWait => _pending.Count > 0;

    /// <summary>Makes a stream one of those whose end ends the rule, and gives what to call then.</summary>
    public Action AddStream(int source)
    {
        var listener = OnSourceEnded;
        _running++;
        return () =>
        {
            listener?.Invoke(source);
            CompleteInput();
        };
    }

    private void CompleteInput()
    {
        if (--_running > 0)
            return;

        _isEnding = true;
        End();
    }

    // What stands nearer to the streams was connected later, and has to give what it holds first.
    private void End()
    {
        for (; _ending.Count > 0; _ending.RemoveAt(_ending.Count - 1))
        {
            if (!_ending[^1]())
                return;
        }

        _isEnding = false;
        OnCompleted();
    }

    private void AddFlush(Action flush) => _ending.Add(() =>
    {
        if (Options.FlushAtEnd)
            flush();
        return true;
    });
}
