using System.Collections.Immutable;
using System.Reflection;
using CompiledRules.Compiler.Expressions;
using CompiledRules.Runtime.Collections;
using CompiledRules.Runtime.Programs;
using CompiledRules.Runtime.Rules;
using CompiledRules.Runtime.Time;
using CompiledRules.Runtime.Windows;
using CompiledRules.Sql;
using CompiledRules.Sql.Binding;
using CompiledRules.Sql.Lowering;
using JoinKind = CompiledRules.Sql.Syntax.JoinKind;
using TimeUnit = CompiledRules.Sql.Syntax.TimeUnit;
using WindowKind = CompiledRules.Sql.Syntax.WindowKind;

namespace CompiledRules.Compiler.Programs;

/// <summary>Compiles the lambdas of a lowered rule and puts them into stages. Unit types are known only here, so stages are closed by reflection, once per rule.</summary>
internal sealed class StageBuilder(LoweredRule rule, TypeMap types, ILambdaCompiler lambdas)
{
    /// <typeparam name="TOut">The rows that the rule gives.</typeparam>
    public static Stage<TOut> Build<TOut>(LoweredRule rule, TypeMap types, ILambdaCompiler lambdas) => (Stage<TOut>)new StageBuilder(rule, types, lambdas).Build(rule.Root);

    /// <summary>Whether each output row is a result of its own.</summary>
    public static bool GivesRows(LoweredOperator root) => root switch
    {
        LoweredRows => true,
        LoweredUnnest unnest => GivesRows(unnest.Input),
        LoweredLimit limit => GivesRows(limit.Input),
        LoweredDistinct distinct => GivesRows(distinct.Input),
        LoweredReshape reshape => GivesRows(reshape.Input),
        LoweredUnion union => union.Inputs.All(GivesRows),
        _ => false,
    };

    private object Build(LoweredOperator step) => step switch
    {
        LoweredScan scan => Close(typeof(ScanStage<>), [types.TypeOf(scan.Shape.Type)], InputOf(scan.Shape), scan.Shape.Source.Index, scan.Timestamp is null ? null : Compile(scan.Timestamp, typeof(Row), typeof(long))),
        LoweredMerge merge => BuildMerge(merge.Inputs),
        LoweredUnion union => BuildMerge(union.Inputs),
        LoweredReshape reshape => new ReshapeStage((Stage<Row>)Build(reshape.Input), [.. reshape.Slots], reshape.Whole is { } whole ? OutputOf(whole) : null),
        LoweredWatermark watermark => BuildWatermark(watermark),
        LoweredRows rows => BuildRows(rows),
        LoweredWindow window => BuildWindow(window),
        LoweredSingle single => Wrap(typeof(SingleStage<>), Build(single.Input)),
        LoweredTable table => new TableStage(
            (Stage<TaggedRow>)Build(table.Input), InputOf(table.Table), table.Table.Source.Index, RetainedOf(table.Table), (Func<Row, RuleContext, bool>?)Predicate(table.Filter, typeof(Row))),
        LoweredJoin join => BuildJoin(join),
        LoweredLookup lookup => BuildLookup(lookup),
        LoweredFilter filter => Build(filter.Input) is var input ? Wrap(typeof(FilterStage<>), input, Predicate(filter.Predicate, UnitOf(input)), filter.IsOfWhole) : null!,
        LoweredAggregate aggregate => BuildAggregate(aggregate),
        LoweredTotals totals => BuildTotals(totals),
        LoweredRowNumber number => BuildNumbers(number),
        LoweredOrder order => Build(order.Input) is var input ? Wrap(typeof(OrderStage<>), input, Values(order.Sort.Keys, UnitOf(input)), order.Sort.IsDescending.ToArray()) : null!,
        LoweredProject project => BuildProject(project),
        LoweredLimit limit => Wrap(typeof(LimitStage<>), Build(limit.Input), limit.Count),
        LoweredDistinct distinct => new DistinctStage((Stage<Row>)Build(distinct.Input)),
        LoweredUnnest unnest => new UnnestStage((Stage<Row>)Build(unnest.Input), unnest.Slot, rule.Output.SpreadSlot, unnest.Function, new RowLayout([.. rule.Output.Columns])),
        _ => throw new InvalidOperationException($"No stage for {step.GetType().Name}"),
    };

    private object BuildMerge(EquatableArray<LoweredOperator> parts)
    {
        var inputs = parts.Select(Build).ToArray();
        var stages = Array.CreateInstance(inputs[0].GetType().BaseType!, inputs.Length);
        inputs.CopyTo(stages, 0);
        return Close(typeof(MergeStage<>), [UnitOf(inputs[0])], stages);
    }

    private object BuildWatermark(LoweredWatermark watermark)
    {
        var inputs = rule.Inputs.Select(static shape => shape.Source.Index).ToArray();
        var streams = watermark.Streams.ToArray();
        return Wrap(typeof(WatermarkStage<>), Build(watermark.Input), streams, Array.ConvertAll(streams, stream => Math.Max(0, Array.IndexOf(inputs, stream))));
    }

    private object BuildRows(LoweredRows rows)
    {
        var input = Build(rows.Input);
        Type[] units = [UnitOf(input), types.TypeOf(rows.RowType)];
        return Close(typeof(RowsStage<,>), units, input, lambdas.CompileLoop(rows.Body, units[0], units[1]));
    }

    private object BuildWindow(LoweredWindow window)
    {
        var input = Build(window.Input);
        var unit = UnitOf(input);
        return Wrap(
            typeof(WindowStage<>), input, SpecOf(window.Window), Predicate(window.Trigger, unit), Values(window.Partition, unit), Predicate(window.Begin, unit), Predicate(window.Emit, unit));
    }

    private static WindowSpec SpecOf(BoundWindow window) => new(
        window.Kind switch
        {
            WindowKind.Tumbling => Runtime.Windows.WindowKind.Tumbling,
            WindowKind.Hopping => Runtime.Windows.WindowKind.Hopping,
            WindowKind.Sliding => Runtime.Windows.WindowKind.Sliding,
            WindowKind.Session => Runtime.Windows.WindowKind.Session,
            WindowKind.Count => Runtime.Windows.WindowKind.Count,
            _ => Runtime.Windows.WindowKind.State,
        },
        window.Unit switch
        {
            TimeUnit.Day => NaturalUnit.Day,
            TimeUnit.Hour => NaturalUnit.Hour,
            TimeUnit.Minute => NaturalUnit.Minute,
            TimeUnit.Second => NaturalUnit.Second,
            _ => NaturalUnit.Millisecond,
        },
        window.Length,
        window.Second);

    private Stage<JoinedRow> BuildJoin(LoweredJoin join)
    {
        var kind = join.Kind switch
        {
            JoinKind.Left => Runtime.Joins.JoinKind.Left,
            JoinKind.Right => Runtime.Joins.JoinKind.Right,
            JoinKind.Full => Runtime.Joins.JoinKind.Full,
            JoinKind.Cross => Runtime.Joins.JoinKind.Cross,
            _ => Runtime.Joins.JoinKind.Inner,
        };
        var step = new JoinStep(
            kind,
            join.Right,
            (Func<JoinedRow, RuleContext, bool>?)Predicate(join.On, typeof(JoinedRow)),
            (Func<JoinedRow, RuleContext, SqlValue[]>?)Values(join.LeftKeys, typeof(JoinedRow)),
            (Func<Row, RuleContext, SqlValue[]>?)Values(join.RightKeys, typeof(Row)));
        return Build(join.Input) switch
        {
            JoinStage chain => chain.Then(step),
            Stage<TaggedRow> rows => new JoinStage(rows, [step]),
            var other => throw new InvalidOperationException($"No join behind {other.GetType().Name}"),
        };
    }

    private LookupStage BuildLookup(LoweredLookup lookup)
    {
        var input = Build(lookup.Input) switch
        {
            Stage<JoinedRow> joined => joined,
            Stage<TaggedRow> rows => new JoinStage(rows, []),
            var other => throw new InvalidOperationException($"No lookup behind {other.GetType().Name}"),
        };
        var request = new LookupRequest(lookup.Table.Source.Stream.Name, [.. lookup.KeyColumns], LayoutOf(lookup.Table));
        return new LookupStage(
            input,
            request,
            lookup.Table.Source.Index,
            lookup.Kind == JoinKind.Left,
            (Func<JoinedRow, RuleContext, SqlValue[]>)Values(lookup.Keys, typeof(JoinedRow))!,
            (Func<JoinedRow, RuleContext, bool>?)Predicate(lookup.Residual, typeof(JoinedRow)));
    }

    private object BuildAggregate(LoweredAggregate aggregate)
    {
        if (aggregate.Input is LoweredWindow window && aggregate.IsRowWise && BuildGroupedWindow(aggregate, window) is { } grouped)
            return grouped;

        var input = Build(aggregate.Input);
        Type[] units = [UnitOf(input), types.Find(aggregate.StateType)];
        return Close(typeof(AggregateStage<,>), units, input, Values(aggregate.Key, units[0]), Fold(aggregate.Fold, units));
    }

    /// <summary>The window and its groups as one step, or null where the rows have to be kept: they overlap by less than a pane, or an aggregate does not merge.</summary>
    private object? BuildGroupedWindow(LoweredAggregate aggregate, LoweredWindow lowered)
    {
        var window = lowered.Window;
        var state = types.Find(aggregate.StateType);
        var merge = window.Kind == WindowKind.Hopping ? StateMerging.Of(state) : null;
        var isIncremental = window.Kind switch
        {
            WindowKind.Tumbling or WindowKind.Session => true,
            WindowKind.Count => window.Second is null || window.Second == window.Length,
            WindowKind.Hopping => merge is not null && window.Second is { } hop && window.Length % hop == 0,
            _ => false,
        };
        if (!isIncremental)
            return null;

        var input = Build(lowered.Input);
        Type[] units = [UnitOf(input), state];
        var key = GroupKeys.Of(aggregate.Key, units[0], lambdas);
        return Close(typeof(GroupedWindowStage<,,,>), [units[0], key.Key, key.Comparer, state], input, SpecOf(window), key.KeyOf, Fold(aggregate.Fold, units), merge);
    }

    private object BuildTotals(LoweredTotals totals)
    {
        var input = Build(totals.Input);
        Type[] units = [UnitOf(input), types.Find(totals.StateType)];
        return Close(typeof(TotalsStage<,>), units, input, Fold(totals.Fold, units));
    }

    private Delegate Fold(LoweredLambda fold, Type[] units) =>
        lambdas.Compile(fold, typeof(Action<,,>).MakeGenericType(units[0], typeof(Group<,>).MakeGenericType(units), typeof(RuleContext)));

    private object BuildNumbers(LoweredRowNumber number)
    {
        var input = Build(number.Input);
        var unit = UnitOf(input);
        var type = typeof(RowNumbering<>).MakeGenericType(unit);
        var calls = Array.CreateInstance(type, number.Calls.Count);
        for (var i = 0; i < calls.Length; i++)
        {
            var (partition, order) = (number.Calls[i].Partition, number.Calls[i].Order);
            calls.SetValue(Activator.CreateInstance(type, Values(partition, unit), Values(order?.Keys, unit), order?.IsDescending.ToArray() ?? []), i);
        }

        return Wrap(typeof(NumberStage<>), input, calls);
    }

    private object BuildProject(LoweredProject project)
    {
        var input = Build(project.Input);
        Type[] units = [UnitOf(input), types.TypeOf(rule.Output.Type)];
        var type = typeof(Action<,,>).MakeGenericType(units[0], typeof(RuleContext), typeof(RowOutput<>).MakeGenericType(units[1]));
        return Close(typeof(ProjectStage<,>), units, input, lambdas.Compile(project.Body, type));
    }

    private Delegate? Predicate(LoweredLambda? lambda, Type unit) => lambda is null ? null : Compile(lambda, unit, typeof(bool));

    private Delegate? Values(LoweredLambda? lambda, Type unit) => lambda is null ? null : Compile(lambda, unit, typeof(SqlValue[]));

    private Delegate Compile(LoweredLambda lambda, Type unit, Type result) =>
        lambdas.Compile(lambda, typeof(Func<,,>).MakeGenericType(unit, typeof(RuleContext), result));

    private int InputOf(RowShape shape) => rule.Inputs.Items.ToList().FindIndex(input => ReferenceEquals(input, shape));

    private static int RetainedOf(RowShape table)
    {
        if (int.TryParse(table.Source.Stream.Option("RETAIN_SIZE"), out var size) && size > 0)
            return size;
        return table.Source.Stream.Option("TYPE") is null or "" or "file" ? 9_999 : 1;
    }

    public static OutputLayout OutputOf(OutputShape output) =>
        new([.. output.Columns, .. output.SpreadSlot >= 0 ? ImmutableArray.Create("") : []], output.SpreadSlot);

    public static RowLayout LayoutOf(RowShape shape) =>
        new([.. shape.Columns, .. shape.WholeRowSlot >= 0 ? ImmutableArray.Create("") : []], shape.WholeRowSlot);

    private static Type UnitOf(object stage)
    {
        var type = stage.GetType();
        while (!type.IsGenericType || type.GetGenericTypeDefinition() != typeof(Stage<>))
            type = type.BaseType!;
        return type.GetGenericArguments()[0];
    }

    private static object Wrap(Type stage, object input, params object?[] arguments) => Close(stage, [UnitOf(input)], [input, .. arguments]);

    private static object Close(Type stage, Type[] units, params object?[] arguments)
    {
        var constructor = stage.MakeGenericType(units).GetConstructors(BindingFlags.Public | BindingFlags.Instance)[0];
        return constructor.Invoke(arguments);
    }
}
