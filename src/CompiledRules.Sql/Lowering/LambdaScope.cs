using CompiledRules.Sql.Binding;

namespace CompiledRules.Sql.Lowering;

/// <summary>The variables of one lambda while it is written.</summary>
internal sealed class LambdaScope(LoweredVariable context, RowAccess access, IReadOnlyDictionary<string, int>? aliasUses = null)
{
    private readonly List<LoweredVariable> _locals = [];
    private readonly List<LoweredVariable> _flags = [];
    private readonly Dictionary<string, LoweredExpression> _aliases = [];
    private readonly Dictionary<string, int> _uses = [];

    public LoweredVariable Context { get; } = context;

    public RowAccess Access { get; } = access;

    public EquatableArray<LoweredVariable> Locals => _locals.ToEquatableArray();

    /// <summary>How often each alias was asked for.</summary>
    public IReadOnlyDictionary<string, int> AliasUses => _uses;

    /// <summary>Whether the lambda asks the context for the time or metadata of the row in hand.</summary>
    public bool NeedsRowContext { get; private set; }

    /// <summary>The number in the rule of a call's site in its query.</summary>
    public Func<int, int> SiteNumber { get; set; } = static site => site;

    /// <summary>The calls of the lambda that keep a state.</summary>
    public List<LoweredSite> Sites { get; } = [];

    /// <summary>The locals that hold the number of a row's partition, by the expressions that make it.</summary>
    public Dictionary<EquatableArray<BoundExpression>, LoweredVariable> Partitions { get; } = [];

    /// <summary>The hit counters that were asked for since this was last emptied.</summary>
    public SortedSet<int> HitSites { get; } = [];

    /// <summary>The hit counters that a condition before this lambda has counted already.</summary>
    public IReadOnlyCollection<int> KeptHits { get; set; } = [];

    /// <summary>The context for something that asks it about the row in hand.</summary>
    public LoweredVariable RowContext()
    {
        NeedsRowContext = true;
        return Context;
    }

    public LoweredVariable Local(LoweredType type, string hint)
    {
        var local = new LoweredVariable(type, $"{hint}{_locals.Count}");
        _locals.Add(local);
        return local;
    }

    /// <summary>The lambda around <paramref name="body"/>: values that are computed on first use are not computed yet when it begins.</summary>
    public LoweredLambda ToLambda(EquatableArray<LoweredVariable> parameters, IEnumerable<LoweredStatement> body, LoweredExpression? result)
    {
        var reset = _flags.Select(static flag => (LoweredStatement)new LoweredAssign(flag, Lowered.False));
        return new LoweredLambda(parameters, Locals, reset.Concat(body).ToEquatableArray(), result);
    }

    /// <summary>The value of an alias: in place where it is asked for once or costs nothing, otherwise computed on first use.</summary>
    public LoweredExpression Alias(AliasSymbol alias, Func<BoundExpression, LoweredExpression> lower)
    {
        _uses[alias.Name] = _uses.TryGetValue(alias.Name, out var count) ? count + 1 : 1;
        if (_aliases.TryGetValue(alias.Name, out var known))
            return known;

        var value = lower(alias.Expression);
        var isShared = aliasUses is null || (aliasUses.TryGetValue(alias.Name, out var uses) && uses > 1);
        if (isShared && !IsCheap(value))
            value = Once(value, Identifier(alias.Name));

        _aliases[alias.Name] = value;
        return value;
    }

    private LoweredOnce Once(LoweredExpression value, string hint)
    {
        var isDone = Local(LoweredType.Boolean, "has" + hint);
        _flags.Add(isDone);
        return new LoweredOnce(Local(value.Type, hint), isDone, value);
    }

    private static bool IsCheap(LoweredExpression value) => value switch
    {
        LoweredConstant or LoweredVariable or LoweredSlot or LoweredOnce => true,
        LoweredMember member => IsCheap(member.Target),
        LoweredConvert convert => IsCheap(convert.Operand),
        _ => false,
    };

    // Aliases may hold any character between backticks; locals are names of C#.
    private static string Identifier(string name) => new([.. name.Where(static letter => letter is '_' || (letter < 128 && char.IsLetterOrDigit(letter)))]);
}
