using System.Collections.Immutable;
using CompiledRules.Compiler.Expressions;
using CompiledRules.Runtime.Programs;
using CompiledRules.Runtime.Rules;
using CompiledRules.Sql.Assembling;
using CompiledRules.Sql.Lowering;
using CompiledRules.Sql.Symbols;
using CompiledRules.State;

namespace CompiledRules.Compiler.Programs;

/// <summary>What rules of one shape share: their compiled code, and all that does not depend on constants or on the text of the statement.</summary>
internal sealed class RuleBody<TOut>
{
    private readonly Lock _gate = new();
    private TieringOptions? _tiering;
    private ProgramHeat<TOut>? _heat;

    /// <param name="assembled">Of a rule without constants and places.</param>
    /// <param name="root">Its last stage.</param>
    public RuleBody(AssembledRule assembled, TypeMap types, Stage<TOut> root)
    {
        var rule = assembled.Rule;
        Root = root;
        GivesRows = assembled.GivesRows;
        Sites = [.. rule.Sites.Select(site => SiteOf(site, types))];
        Inputs = [.. rule.Inputs.Select(static shape => new RuleInput(shape.Source.Stream.Name, LayoutOf(shape), shape.Source.Stream.Kind == StreamKind.ScanTable))];
        Output = LayoutOf(rule.Output);
        KeepsInputRows = assembled.KeepsInputRows;
        // What a function of a plugin does with its arguments, nobody knows.
        KeepsInputValues = KeepsInputRows || !Sites.IsEmpty || types.HasPassingTypes;
    }

    public Stage<TOut> Root { get; }

    public bool GivesRows { get; }

    public ImmutableArray<CallSite> Sites { get; }

    public ImmutableArray<RuleInput> Inputs { get; }

    public OutputLayout Output { get; }

    public bool KeepsInputRows { get; }

    public bool KeepsInputValues { get; }

    /// <summary>The heat of all rules of the shape that go by the same options: what is made of the first of them is there for the others.</summary>
    public ProgramHeat<TOut> HeatOf(TieringOptions options, Func<ProgramHeat<TOut>> create)
    {
        lock (_gate)
        {
            if (_heat is null || !ReferenceEquals(_tiering, options))
                (_tiering, _heat) = (options, create());
            return _heat;
        }
    }

    public static OutputLayout LayoutOf(OutputShape output) => new([.. Columns(output.Columns, output.SpreadSlot)], output.SpreadSlot);

    public static RowLayout LayoutOf(RowShape shape) => new([.. Columns(shape.Columns, shape.WholeRowSlot)], shape.WholeRowSlot);

    // What is no column of its own has a slot behind the others, without a name.
    private static IEnumerable<string> Columns(IEnumerable<string> columns, int wholeSlot) => wholeSlot >= 0 ? columns.Append("") : columns;

    private static CallSite SiteOf(LoweredSite site, TypeMap types)
    {
        var create = types.Find(site.Holder).GetMethod("Create")!.CreateDelegate<Func<IStateful>>();
        return new CallSite(site.Site, create);
    }
}
