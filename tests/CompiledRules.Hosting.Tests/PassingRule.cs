using System.Collections.Immutable;
using CompiledRules.Runtime.Rules;
using CompiledRules.State;

namespace CompiledRules.Hosting.Tests;

/// <summary>A program that gives each row as it comes; a row whose <c>a</c> is 13 fails.</summary>
internal sealed class PassingRule : IRuleProgram
{
    public ImmutableArray<RuleInput> Inputs { get; } = [new("demo", new RowLayout(["a"]), false)];

    public OutputLayout Output { get; } = new(["a"]);

    public IRuleRun Start(RuleStart start) => new Run(start.Output);

    private sealed class Run(IRuleOutput<Row> output) : IRuleRun, IBatchObserver<Row>
    {
        public void Open()
        {
        }

        public IBatchObserver<Row> InputOf(int input) => this;

        public void OnNext(ReadOnlySpan<Row> batch)
        {
            foreach (var row in batch)
            {
                if (row.Slots[0] is { Kind: SqlKind.Integer or SqlKind.Float } value && value.ToString() == "13")
                    output.OnError(new RowError("13 is unlucky", row, "a", 0, 1, new SqlException("unlucky")));
                else
                    output.OnRows([row]);
            }
        }

        public void OnError(Exception error)
        {
        }

        public void OnCompleted() => output.OnCompleted();

        public void Save(IStateWriter writer)
        {
        }

        public void Load(IStateReader reader)
        {
        }
    }
}
