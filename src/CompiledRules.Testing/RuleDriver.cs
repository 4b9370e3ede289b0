using CompiledRules.Formats;
using CompiledRules.Formats.Rows;
using CompiledRules.Runtime.Collections;
using CompiledRules.Runtime.Rules;
using CompiledRules.Runtime.State;
using CompiledRules.Runtime.Time;
using CompiledRules.Sql.Symbols;
using CompiledRules.State;

namespace CompiledRules.Testing;

/// <summary>Runs a rule in virtual time: whoever drives it hands in rows and moves the clock; what the rule gives is kept with its time.</summary>
/// <remarks>
/// A boundary at the time of a row fires before the row, as it does where rules really run. Everything happens on the caller's thread, and is done
/// when a call returns. Functions of other processes have to answer on that thread too: see <see cref="VirtualFunction"/>.
/// </remarks>
public sealed class RuleDriver : ITimerTarget
{
    private readonly IRuleProgram _program;
    private readonly RuleDriverOptions _options;
    private readonly KeyedState _keyedState = new();
    private readonly LookupTables _lookups = new();
    private readonly List<(string Table, SqlObject Row)> _tableRows = [];
    private readonly List<Emission> _emissions = [];
    private readonly RowMapper[] _mappers;
    private readonly DecodedRows _decoded = new();
    private RuleTimers _timers;
    private IRuleRun _run;
    private bool _isEnded;

    /// <param name="streams">The streams and tables that the rule may name.</param>
    public RuleDriver(IRuleProgram program, IReadOnlyList<StreamSymbol> streams, RuleDriverOptions? options = null)
    {
        _program = program;
        _options = options ?? new RuleDriverOptions();
        _mappers = [.. program.Inputs.Select(input => new RowMapper(input.Layout, DeclaredSchema.Of(streams.First(stream => stream.Name == input.Name), _options.Zone)))];
        _timers = new RuleTimers(_options.Start);
        foreach (var (table, row) in _options.LookupRows)
            _lookups.Add(table, row);
        _run = Begin();
        _run.Open();
    }

    /// <summary>The virtual clock, in milliseconds.</summary>
    public long Now => _timers.Now;

    /// <summary>What the rule has given so far, in order.</summary>
    public IReadOnlyList<Emission> Emissions => _emissions;

    /// <summary>Moves the clock; every deadline on the way fires at its own time. A time before now changes nothing, and neither does one after the end of the rule.</summary>
    public RuleDriver AdvanceTo(long time)
    {
        if (!_isEnded)
            _timers.AdvanceTo(time);
        return this;
    }

    /// <summary>Hands in a row that arrives now, to every place where the rule reads <paramref name="stream"/>.</summary>
    /// <exception cref="ArgumentException">The rule reads no such stream.</exception>
    public RuleDriver Send(string stream, SqlObject row, SqlObject? metadata = null)
    {
        if (!_program.Inputs.Any(input => input.Name == stream))
            throw new ArgumentException($"The rule does not read {stream}", nameof(stream));
        if (_program.Inputs.Any(input => input.Name == stream && input.IsTable))
            _tableRows.Add((stream, row));

        Deliver(stream, row, metadata);
        _timers.AdvanceTo(Now);
        return this;
    }

    /// <summary>Whether the rule takes more rows; a host keeps them back until it does.</summary>
    public bool HasRoom => _run.HasRoom;

    /// <summary>Makes a function answer by the virtual clock.</summary>
    public RuleDriver Use(VirtualFunction function)
    {
        function.Attach(this);
        return this;
    }

    /// <summary>Does something after some milliseconds of virtual time.</summary>
    public void After(long delay, Action action) => _timers.Set(new Deadline(action), Now + delay);

    /// <summary>Tells the rule that a stream has ended.</summary>
    public RuleDriver End(string stream)
    {
        for (var input = 0; input < _program.Inputs.Length; input++)
        {
            if (_program.Inputs[input].Name == stream)
                _run.InputOf(input).OnCompleted();
        }

        _timers.AdvanceTo(Now);
        return this;
    }

    /// <summary>The state of the rule as a checkpoint would save it.</summary>
    /// <exception cref="InvalidOperationException">Rows wait for calls; a host saves when these have ended.</exception>
    public byte[] Save()
    {
        if (!_run.IsIdle)
            throw new InvalidOperationException("Rows wait for calls: move the clock until these have ended");

        using var stream = new MemoryStream();
        using var writer = new BinaryStateWriter(stream);
        _run.Save(writer);
        return stream.ToArray();
    }

    /// <summary>Goes on with a new run that has loaded <paramref name="state"/>; tables are read again, as at every start.</summary>
    /// <exception cref="StateException">The state is of another rule.</exception>
    public RuleDriver Restore(byte[] state)
    {
        _timers = new RuleTimers(_timers.Now);
        _run = Begin();
        using var reader = new BinaryStateReader(new MemoryStream(state));
        _run.Load(reader);
        _run.Open();
        foreach (var (table, row) in _tableRows)
            Deliver(table, row, null);
        return this;
    }

    /// <summary>Stops the rule and goes on from its state.</summary>
    public RuleDriver Restart() => Restore(Save());

    private IRuleRun Begin() => _program.Start(
        new RuleStart(_options.RuleId, new VirtualClock(() => _timers.Now), _options.Zone, _keyedState, _timers, new Output(this)) { OpenLookup = OpenLookup, OnReady = () => _timers.Set(this, Now) });

    void ITimerTarget.OnTimer(long due) => _run.Resume();

    private ITableLookup OpenLookup(LookupRequest request) =>
        _options.Tables.FirstOrDefault(table => table.Name == request.Table)?.Open(request, this) ?? _lookups.Open(request);

    private void Deliver(string stream, SqlObject row, SqlObject? metadata)
    {
        for (var input = 0; input < _program.Inputs.Length; input++)
        {
            if (_program.Inputs[input].Name != stream)
                continue;

            _decoded.Clear();
            _mappers[input].Map(new SourceRow(row) { Metadata = metadata }, Now, _decoded);
            foreach (var error in _decoded.Errors)
                _emissions.Add(new ErrorEmission(Now, error.Message));
            if (_decoded.Rows.Count > 0)
                _run.InputOf(input).OnNext(_decoded.Rows.ToArray());
        }
    }

    private sealed class Deadline(Action action) : ITimerTarget
    {
        public void OnTimer(long due) => action();
    }

    private sealed class Output(RuleDriver driver) : IRuleOutput<Row>
    {
        public void OnRows(ReadOnlySpan<Row> rows)
        {
            foreach (var row in rows)
                driver._emissions.Add(new RowEmission(driver.Now, driver._program.Output.ToObject(row)));
        }

        public void OnCollection(ReadOnlySpan<Row> rows)
        {
            var objects = new SqlObject[rows.Length];
            for (var i = 0; i < rows.Length; i++)
                objects[i] = driver._program.Output.ToObject(rows[i]);
            driver._emissions.Add(new CollectionEmission(driver.Now, [.. objects]));
        }

        public void OnError(RowError error) => driver._emissions.Add(new ErrorEmission(driver.Now, error.Message, error));

        public void OnCompleted()
        {
            driver._isEnded = true;
            driver._emissions.Add(new EndEmission(driver.Now));
        }
    }
}
