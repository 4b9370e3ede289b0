using System.ComponentModel;
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
    private readonly List<Action> _flushing = [];
    private int _running;

    internal RunScope(RuleContext context, RuleTimers timers, ProgramOptions options, Func<LookupRequest, ITableLookup>? openLookup, int inputs)
    {
        Context = context;
        Timers = timers;
        Options = options;
        OpenLookup = openLookup;
        Inputs = new object?[inputs];
    }

    public RuleContext Context { get; }

    public RuleTimers Timers { get; }

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
        States.Add(window);
        OnWatermark.Add(window.Advance);
        _flushing.Add(window.Flush);
        Opening.Add(isRestored =>
        {
            if (isRestored)
                window.Resume();
            else
                window.Start(Timers.Now);
        });
        return window;
    }

    /// <summary>Makes a watermark part of the run: its state is saved, and what it holds back is given at the end.</summary>
    public void Add<TRow>(Watermark<TRow> watermark)
    {
        States.Add(watermark);
        _flushing.Add(watermark.Flush);
    }

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

    // What stands nearer to the streams was connected later, and has to give what it holds first.
    private void CompleteInput()
    {
        if (--_running > 0)
            return;

        if (Options.FlushAtEnd)
            Enumerable.Reverse(_flushing).ToList().ForEach(static flush => flush());
        OnCompleted();
    }
}
