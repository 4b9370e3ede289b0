namespace CompiledRules.Functions.Json;

/// <summary>One step of a JSON path: from a value to some of its members.</summary>
internal abstract record JsonPathStep
{
    /// <summary>Whether the step selects at most one member.</summary>
    public virtual bool IsDefinite => false;

    /// <param name="root">What <c>$</c> means in a filter.</param>
    public abstract void Select(SqlValue value, SqlValue root, List<SqlValue> output);
}

/// <summary><c>.name</c> or <c>["name"]</c>.</summary>
internal sealed record NameStep(string Name) : JsonPathStep
{
    public override bool IsDefinite => true;

    public override void Select(SqlValue value, SqlValue root, List<SqlValue> output)
    {
        if (value.Kind == SqlKind.Object && value.AsObject().TryGetValue(Name, out var member))
            output.Add(member);
    }
}

/// <summary><c>[0]</c>; negative counts from the end.</summary>
internal sealed record IndexStep(long Index) : JsonPathStep
{
    public override bool IsDefinite => true;

    public override void Select(SqlValue value, SqlValue root, List<SqlValue> output)
    {
        if (value.Kind != SqlKind.Array)
            return;

        var array = value.AsArray();
        var position = Index < 0 ? Index + array.Count : Index;
        if (position >= 0 && position < array.Count)
            output.Add(array[(int)position]);
    }
}

/// <summary><c>[start:end:step]</c>; the end is exclusive, negative bounds count from the end.</summary>
internal sealed record SliceStep(long? Start, long? End, long Step) : JsonPathStep
{
    public override void Select(SqlValue value, SqlValue root, List<SqlValue> output)
    {
        if (value.Kind != SqlKind.Array || Step == 0)
            return;

        var array = value.AsArray();
        if (Step > 0)
        {
            var end = Bound(End ?? array.Count, array.Count, 0);
            for (var i = Bound(Start ?? 0, array.Count, 0); i < end; i += Step)
                output.Add(array[(int)i]);
            return;
        }

        var last = End is null ? -1 : Bound(End.Value, array.Count, -1);
        for (var i = Math.Min(Bound(Start ?? array.Count - 1, array.Count, -1), array.Count - 1); i > last; i += Step)
            output.Add(array[(int)i]);
    }

    private static long Bound(long index, int count, long lowest) => Math.Clamp(index < 0 ? index + count : index, lowest, count);
}

/// <summary><c>.*</c> or <c>[*]</c>.</summary>
internal sealed record WildcardStep : JsonPathStep
{
    public override void Select(SqlValue value, SqlValue root, List<SqlValue> output) => AddMembers(value, output);

    public static void AddMembers(SqlValue value, List<SqlValue> output)
    {
        if (value.Kind == SqlKind.Array)
            output.AddRange(value.AsArray().AsSpan());
        else if (value.Kind == SqlKind.Object)
            output.AddRange(value.AsObject().Values);
    }
}

/// <summary><c>..</c>: the value itself and all that is in it, at any depth.</summary>
internal sealed record DescendantStep : JsonPathStep
{
    public override void Select(SqlValue value, SqlValue root, List<SqlValue> output)
    {
        output.Add(value);
        var members = new List<SqlValue>();
        WildcardStep.AddMembers(value, members);
        foreach (var member in members)
            Select(member, root, output);
    }
}

/// <summary><c>[0,2]</c> or <c>['a','b']</c>.</summary>
internal sealed record UnionStep(IReadOnlyList<JsonPathStep> Choices) : JsonPathStep
{
    public override void Select(SqlValue value, SqlValue root, List<SqlValue> output)
    {
        foreach (var choice in Choices)
            choice.Select(value, root, output);
    }
}

/// <summary><c>[? condition]</c>: the members for which the condition holds.</summary>
internal sealed record FilterStep(JsonPathCondition Condition) : JsonPathStep
{
    public override void Select(SqlValue value, SqlValue root, List<SqlValue> output)
    {
        var members = new List<SqlValue>();
        WildcardStep.AddMembers(value, members);
        foreach (var member in members)
        {
            if (JsonPathCondition.IsTrue(Condition.Evaluate(member, root)))
                output.Add(member);
        }
    }
}
