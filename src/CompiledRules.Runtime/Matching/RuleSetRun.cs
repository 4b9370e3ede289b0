using System.ComponentModel;

namespace CompiledRules.Runtime.Matching;

/// <summary>One run of a set of rules: each row goes to the indexes, and from there only to the rules that match.</summary>
/// <remarks>Works on its caller's thread; calls must not overlap.</remarks>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class RuleSetRun<TIn, TOut>
{
    private readonly RuleSetProgram<TIn, TOut> _program;
    private readonly IRuleSetOutput<TOut> _output;
    private readonly TimeProvider _time;
    private readonly bool _reusesRows;
    private readonly RuleIndex<TIn>[] _indexes;
    private readonly RuleGuard<TIn>[] _guards;
    private readonly (int Branch, int[] Rules)[] _unindexed;
    private readonly BranchRun<TIn, TOut>?[] _only;
    private readonly BranchRun<TIn, TOut>[] _branches;
    private readonly Dictionary<int, BranchRun<TIn, TOut>> _whole = [];
    private readonly List<BranchRun<TIn, TOut>> _touched = [];

    /// <param name="reusesRows">Whether rows of slots that go out are filled anew.</param>
    public RuleSetRun(RuleSetProgram<TIn, TOut> program, IRuleSetOutput<TOut> output, TimeProvider time, bool reusesRows)
    {
        (_program, _output, _time, _reusesRows) = (program, output, time, reusesRows);
        _branches = [.. program.Branches.Select(Open)];
        _indexes = [.. program.Indexes()];
        _guards = [.. program.Guards];
        _unindexed = [.. program.Unindexed];
        _only = Array.ConvertAll(_indexes, OnlyBranchOf);
    }

    public void OnRow(in TIn row)
    {
        foreach (var guard in _guards)
        {
            if (guard.IsOther(row))
            {
                OnOddRow(row);
                return;
            }
        }

        for (var i = 0; i < _indexes.Length; i++)
        {
            if (_indexes[i].Match(in row) is { IsEmpty: false } matches)
                Give(matches, _only[i], row);
        }

        RunUnindexed(row);
    }

    private void RunUnindexed(in TIn row)
    {
        foreach (var (branch, rules) in _unindexed)
            _branches[branch].Run(rules, row);
    }

    private void Give(ReadOnlySpan<int> rules, BranchRun<TIn, TOut>? only, in TIn row)
    {
        if (only is not null)
        {
            only.Run(rules, row);
            return;
        }

        foreach (var rule in rules)
        {
            if (Passes(rule, row) && _branches[_program.BranchOf[rule]] is var branch && branch.Add(rule))
                _touched.Add(branch);
        }

        foreach (var branch in _touched)
            branch.Flush(row);
        _touched.Clear();
    }

    private bool Passes(int rule, in TIn row)
    {
        foreach (var test in _program.Tests[rule] ?? [])
        {
            if (!test.Holds(in row))
                return false;
        }

        return true;
    }

    // Some column holds what its constants are not. The rules that compare it run as if they were alone; the indexes answer for the others.
    private void OnOddRow(TIn row)
    {
        var asked = _guards.Where(guard => guard.IsOther(row)).SelectMany(static guard => guard.Rules).ToHashSet();
        foreach (var rule in asked)
        {
            if (!_whole.TryGetValue(rule, out var branch))
                _whole.Add(rule, branch = Open(_program.Whole(rule)));
            branch.Run([rule], row);
        }

        foreach (var index in _indexes)
            Give([.. index.Match(in row).ToArray().Where(rule => !asked.Contains(rule))], null, row);
        RunUnindexed(row);
    }

    private BranchRun<TIn, TOut> Open(RuleBranch<TIn, TOut> branch) => new(branch, _program.PlacesOf, _time, _reusesRows, _output);

    // Where all rules of an index do the same, what is found goes out as it is.
    private BranchRun<TIn, TOut>? OnlyBranchOf(RuleIndex<TIn> index)
    {
        var first = _program.BranchOf[index.Rules[0]];
        foreach (var rule in index.Rules)
        {
            if (_program.BranchOf[rule] != first || _program.Tests[rule] is not null)
                return null;
        }

        return _branches[first];
    }
}
