using System.ComponentModel;
using CompiledRules.Runtime.Calls;
using CompiledRules.Runtime.Collections;
using CompiledRules.Runtime.Rules;
using CompiledRules.Runtime.State;
using CompiledRules.State;

namespace CompiledRules.Runtime.Programs;

/// <summary>One run of a rule.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class RuleRun<TOut> : IRuleRun
{
    private readonly RuleContext _context;
    private readonly RuleStart<TOut> _start;
    private readonly ProgramOptions _options;
    private readonly OutputStep<TOut> _output;
    private readonly CallRun _calls;
    private readonly List<ITableLookup> _lookups = [];
    private readonly ProgramHeat<TOut>? _heat;
    private readonly object?[] _heated;
    private bool _isSettled;
    private bool _isRestored;
    private int _warmth;

    internal RuleRun(Stage<TOut> root, int inputs, ProgramOptions options, RuleContext context, RuleStart<TOut> start, OutputStep<TOut> output, ProgramHeat<TOut>? heat)
    {
        _context = context;
        _start = start;
        _options = options;
        _output = output;
        _heat = heat;
        _calls = new CallRun(new CallSignal(start.OnReady), options.CallConcurrency, start.Cancellation);
        var faster = heat?.Faster;
        _isSettled = heat is null || faster is not null;
        _heated = _isSettled ? [] : new object?[inputs];
        Scope = Connect(faster ?? root, inputs, start.OpenLookup is { } open ? request => Keep(open(request)) : null);
    }

    internal RunScope Scope { get; private set; }

    public bool HasRoom => Scope.HasRoom;

    public bool IsIdle => Scope.IsIdle;

    /// <summary>Whether rows may have to wait for calls, so that somebody has to <see cref="Resume"/> them.</summary>
    public bool MayWait => Scope.MayWait;

    public void Resume() => Scope.Resume();

    public void Open()
    {
        foreach (var opening in Scope.Opening)
            opening(_isRestored);
    }

    public IBatchObserver<Row> InputOf(int input) => Input<Row>(input);

    /// <typeparam name="TIn">The type of the rows of that input.</typeparam>
    public IBatchObserver<TIn> Input<TIn>(int input) =>
        (IBatchObserver<TIn>)(_isSettled ? Scope.Inputs[input]! : _heated[input] ??= new HeatedInput<TIn, TOut>(this, input));

    public void Save(IStateWriter writer)
    {
        _context.Save(writer);
        foreach (var state in Scope.States)
            state.Save(writer);
    }

    public void Load(IStateReader reader)
    {
        _isRestored = true;
        _context.Load(reader);
        foreach (var state in Scope.States)
            state.Load(reader);
    }

    /// <summary>Counts rows that are about to be run, and changes over to the faster form when it is there.</summary>
    internal void Warm(int rows)
    {
        if (_isSettled)
            return;

        if (_heat!.Faster is { } faster)
        {
            // Rows that wait for calls belong to the form that has made these; the change can wait for them.
            if (!Scope.IsIdle)
                return;

            _isSettled = true;
            ChangeOver(faster);
            return;
        }

        _warmth += rows;
        if (_warmth < _heat.Lot)
            return;

        _heat.Add(_warmth);
        _warmth = 0;
    }

    /// <summary>Keeps the form that runs: which streams have ended is nothing that another form could take over.</summary>
    internal void StayAsItIs() => _isSettled = true;

    // Calls keep their state in the context, which stays. Windows hand theirs over as a checkpoint does, tables and lookups as they are. Deadlines belong to
    // windows and are set anew.
    private void ChangeOver(Stage<TOut> faster)
    {
        var restore = _start.Timers.Detach();
        try
        {
            var lookups = new Queue<ITableLookup>(_lookups);
            var next = Connect(faster, Scope.Inputs.Length, _ => lookups.Dequeue());
            HandOver(Scope, next);
            foreach (var opening in next.Opening)
                opening(true);
            Scope = next;
        }
#pragma warning disable CA1031 // A run that cannot change over goes on as it is, whatever the reason.
        catch (Exception)
#pragma warning restore CA1031
        {
            restore();
        }
    }

    private static void HandOver(RunScope from, RunScope to)
    {
        using var saved = new MemoryStream();
        using (var writer = new BinaryStateWriter(saved))
            from.States.ForEach(state => state.Save(writer));
        saved.Position = 0;
        using (var reader = new BinaryStateReader(saved))
            to.States.ForEach(state => state.Load(reader));

        foreach (var (before, after) in from.Inputs.Zip(to.Inputs))
            (after as RetainedTable)?.TakeOver((RetainedTable)before!);
    }

    private RunScope Connect(Stage<TOut> root, int inputs, Func<LookupRequest, ITableLookup>? openLookup)
    {
        var scope = new RunScope(_context, _start.Timers, _options, _calls, openLookup, inputs)
        {
            OnCompleted = _start.Output.OnCompleted,
            OnLate = _start.Output.OnLate,
            ReusesOutputRows = _start.ReusesOutputRows,
        };
        root.Connect(scope, _output);
        return scope;
    }

    private ITableLookup Keep(ITableLookup lookup)
    {
        _lookups.Add(lookup);
        return lookup;
    }
}
