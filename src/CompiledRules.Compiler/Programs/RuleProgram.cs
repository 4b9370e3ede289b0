using System.Collections.Immutable;
using CompiledRules.Compiler.Expressions;
using CompiledRules.Runtime.Rules;
using CompiledRules.Runtime.Time;
using CompiledRules.Sql.Lowering;
using CompiledRules.Sql.Planning;
using CompiledRules.Sql.Symbols;
using CompiledRules.State;

namespace CompiledRules.Compiler.Programs;

/// <summary>A compiled rule, free of state.</summary>
/// <typeparam name="TOut">The rows it gives.</typeparam>
internal sealed class RuleProgram<TOut>
{
    private readonly LoweredRule _rule;
    private readonly RuleOptions _options;
    private readonly TypeMap _types;
    private readonly Stage<TOut> _root;
    private readonly RulePlace[] _places;

    public RuleProgram(LoweredRule rule, RuleOptions options, string sql, TypeMap types, ILambdaCompiler lambdas)
    {
        _rule = rule;
        _options = options;
        _types = types;
        _root = StageBuilder.Build<TOut>(rule, types, lambdas);
        _places = [.. rule.Places.Select(place => PlaceOf(place, sql))];
    }

    /// <summary>Whether a run has something to do when no row comes: everything but a rule that works row by row may.</summary>
    public bool HasDeadlines => !StageBuilder.GivesRows(_rule.Root);

    public RuleRun<TOut> Start(RuleStart<TOut> start)
    {
        var context = new RuleContext(start.RuleId, start.Time, start.Zone, start.KeyedState, _places, start.Output.OnError);
        foreach (var site in _rule.Sites)
            context.Keep(site.Site, (IStateful)_types.Find(site.Holder).GetMethod("Create")!.Invoke(null, [site.IsPartitioned])!);

        var scope = new RunScope(context, start.Timers, _options, start.OpenLookup, _rule.Inputs.Count)
        {
            OnCompleted = start.Output.OnCompleted,
            OnLate = start.Output.OnLate,
            ReusesOutputRows = start.ReusesOutputRows,
        };
        _root.Connect(scope, new OutputStep<TOut>(StageBuilder.GivesRows(_rule.Root), start.Output));
        return new RuleRun<TOut>(scope);
    }

    private static RulePlace PlaceOf(LoweredPlace place, string sql)
    {
        var span = place.Span;
        var text = span.End <= sql.Length ? sql.Substring(span.Start, span.Length) : "";
        return new RulePlace(place.Clause, text, span.Start, span.Length);
    }
}

/// <param name="Timers">Advanced by whoever drives the run, before each batch.</param>
internal sealed record RuleStart<TOut>(
    string RuleId, TimeProvider Time, TimeZoneInfo Zone, IKeyedState KeyedState, RuleTimers Timers, IRuleOutput<TOut> Output)
{
    public Func<LookupRequest, Runtime.Collections.ITableLookup>? OpenLookup { get; init; }

    public bool ReusesOutputRows { get; init; }
}

/// <summary>One run of a rule.</summary>
internal sealed class RuleRun<TOut>(RunScope scope) : IRuleRun
{
    private bool _isRestored;

    public void Open()
    {
        foreach (var opening in scope.Opening)
            opening(_isRestored);
    }

    public IBatchObserver<Row> InputOf(int input) => Input<Row>(input);

    public IBatchObserver<TIn> Input<TIn>(int input) => (IBatchObserver<TIn>)scope.Inputs[input]!;

    public void Save(IStateWriter writer)
    {
        scope.Context.Save(writer);
        foreach (var state in scope.States)
            state.Save(writer);
    }

    public void Load(IStateReader reader)
    {
        _isRestored = true;
        scope.Context.Load(reader);
        foreach (var state in scope.States)
            state.Load(reader);
    }
}

/// <summary>A compiled rule over rows of slots.</summary>
internal sealed class SlotRuleProgram(RuleProgram<Row> program, LoweredRule rule) : IRuleProgram
{
    public ImmutableArray<RuleInput> Inputs { get; } =
        [.. rule.Inputs.Select(static shape => new RuleInput(shape.Source.Stream.Name, StageBuilder.LayoutOf(shape), shape.Source.Stream.Kind == StreamKind.ScanTable))];

    public OutputLayout Output { get; } = StageBuilder.OutputOf(rule.Output);

    // A rule over single rows copies values out of them; all others keep rows until a window or a collection is complete.
    public bool KeepsInputRows { get; } = rule.Root is not LoweredRows { Input: LoweredScan { Timestamp: null } };

    public IRuleRun Start(RuleStart start) => program.Start(
        new RuleStart<Row>(start.RuleId, start.Time, start.Zone, start.KeyedState, start.Timers, start.Output) 
        {
            OpenLookup = start.OpenLookup,
            ReusesOutputRows = start.ReusesOutputRows,
        });
}
