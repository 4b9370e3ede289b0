using System.Collections.Immutable;
using CompiledRules.Runtime.Rules;
using CompiledRules.State;

namespace CompiledRules.Hosting.Tests;

/// <summary>A program with a state: it gives each row with the number of rows so far.</summary>
internal sealed class CountingRule : IRuleProgram
{
    public ImmutableArray<RuleInput> Inputs { get; } = [new("demo", new RowLayout(["a"]), false)];

    public OutputLayout Output { get; } = new(["a", "n"]);

    public IRuleRun Start(RuleStart start) => new Run(start.Output);

    private sealed class Run(IRuleOutput<Row> output) : IRuleRun, IBatchObserver<Row>
    {
        private long _count;

        public void Open()
        {
        }

        public IBatchObserver<Row> InputOf(int input) => this;

        public void OnNext(ReadOnlySpan<Row> batch)
        {
            foreach (var row in batch)
                output.OnRows([new Row([row.Slots[0], ++_count], row.Timestamp)]);
        }

        public void OnError(Exception error)
        {
        }

        public void OnCompleted() => output.OnCompleted();

        public void Save(IStateWriter writer) => writer.Write(_count);

        public void Load(IStateReader reader) => _count = reader.ReadInteger();
    }
}
