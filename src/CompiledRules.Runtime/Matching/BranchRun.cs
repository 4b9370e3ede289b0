using CompiledRules.Runtime.Rules;

namespace CompiledRules.Runtime.Matching;

/// <summary>A branch within one run of a set.</summary>
internal sealed class BranchRun<TIn, TOut>
{
    private readonly RowLoop<TIn, RowOutput<TOut>> _loop;
    private readonly Func<int, IReadOnlyList<RulePlace>> _placesOf;
    private readonly TimeProvider _time;
    private readonly RuleContext _context;
    private readonly RowOutput<TOut> _rows;
    private readonly IRuleSetOutput<TOut> _output;
    private int[] _rules = [];
    private int _count;

    public BranchRun(RuleBranch<TIn, TOut> branch, Func<int, IReadOnlyList<RulePlace>> placesOf, TimeProvider time, bool reusesRows, IRuleSetOutput<TOut> output)
    {
        (_loop, _placesOf, _time, _output) = (branch.Loop, branch.Places is { } places ? _ => places : placesOf, time, output);
        _rows = new RowOutput<TOut>(reusesRows);
        _context = new RuleContext("", time, TimeZoneInfo.Utc, new KeyedState(), [], static _ => { }) { Constants = branch.Constants };
    }

    /// <summary>Adds a rule that matches the row in hand.</summary>
    /// <returns>Whether it is the first.</returns>
    public bool Add(int rule)
    {
        if (_count == _rules.Length)
            Array.Resize(ref _rules, Math.Max(8, _count * 2));
        _rules[_count++] = rule;
        return _count == 1;
    }

    /// <summary>Runs the body for the rules that were added, and forgets them.</summary>
    public void Flush(in TIn row)
    {
        Run(_rules.AsSpan(0, _count), row);
        _count = 0;
    }

    public void Run(ReadOnlySpan<int> rules, in TIn row)
    {
        var position = 0;
        try
        {
            _loop(new ReadOnlySpan<TIn>(in row), ref position, _context, _rows);
        }
#pragma warning disable CA1031 // Whatever a function throws is an error of that one row.
        catch (Exception exception)
#pragma warning restore CA1031
        {
            Fail(rules, exception, row);
            return;
        }

        if (_rows.Rows.IsEmpty)
            return;

        _output.OnRow(rules, _rows.Rows[0]);
        _rows.Clear();
    }

    // The body is shared, and with it the number of the part that failed; each rule has its own text for it.
    private void Fail(ReadOnlySpan<int> rules, Exception exception, TIn row)
    {
        foreach (var rule in rules)
            new RuleContext("", _time, TimeZoneInfo.Utc, new KeyedState(), _placesOf(rule), error => _output.OnError(rule, error)) { Place = _context.Place }.Report(exception, row);
        _context.Place = -1;
    }
}
