using System.ComponentModel;
using CompiledRules.Runtime.Rules;

namespace CompiledRules.Runtime.Programs;

/// <summary>A run of a rule over rows that are all at hand: windows that are open behind the last row are emitted.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class ProgramBatch<TOut> : IDisposable
{
    private readonly Output _output;
    private readonly ApplicationRun<TOut> _run;

    public ProgramBatch(RuleProgram<TOut> program, RunSettings settings)
    {
        _output = new Output(settings.Errors);
        _run = ApplicationRun<TOut>.Start(program, settings, _output);
    }

    /// <summary>Hands in the rows of a table, before those of streams.</summary>
    /// <param name="input">The index of the input in the rule.</param>
    public void AddTable<TIn>(int input, IEnumerable<TIn> rows) => RuleRows.Of(input, rows).Subscribe(_run, static _ => { }).Dispose();

    /// <summary>Hands in the rows of a stream and ends it.</summary>
    /// <param name="input">The index of the input in the rule.</param>
    public void Add<TIn>(int input, ReadOnlySpan<TIn> rows)
    {
        var observer = _run.Input<TIn>(input);
        if (!rows.IsEmpty)
            observer.OnNext(rows);
        observer.OnCompleted();
    }

    /// <summary>The results, when all inputs were handed in.</summary>
    public List<TOut> Results => _output.Results;

    public void Dispose() => _run.Dispose();

    private sealed class Output(Action<RowError> onError) : IRuleOutput<TOut>
    {
        public List<TOut> Results { get; } = [];

        public void OnRows(ReadOnlySpan<TOut> rows) => Results.AddRange(rows);

        public void OnCollection(ReadOnlySpan<TOut> rows) => Results.AddRange(rows);

        public void OnError(RowError error) => onError(error);

        public void OnCompleted()
        {
        }
    }
}
