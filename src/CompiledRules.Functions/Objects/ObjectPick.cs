namespace CompiledRules.Functions.Objects;

public static partial class ObjectFunctions
{
    /// <summary>The object with the named entries only; names may be given in arrays too. A dot leads into an inner object, and names without a value are skipped.</summary>
    [SqlFunction("object_pick", MinArguments = 2)]
    public static SqlObject ObjectPick(SqlObject map, params ReadOnlySpan<SqlValue> names)
    {
        var picked = new SqlObject.Builder();
        foreach (var argument in names)
        {
            foreach (var name in ObjectName.AllOf(argument))
                Pick(map, name, picked);
        }

        return picked.ToObject();
    }

    private static void Pick(SqlObject from, ReadOnlySpan<char> path, SqlObject.Builder into)
    {
        var dot = path.IndexOf('.');
        var name = (dot < 0 ? path : path[..dot]).ToString();
        if (!from.TryGetValue(name, out var value))
            return;

        if (dot < 0)
        {
            into[name] = value;
        }
        else if (value.Kind == SqlKind.Object)
        {
            var inner = new SqlObject.Builder();
            Pick(value.AsObject(), path[(dot + 1)..], inner);
            if (inner.Count > 0)
                into[name] = Merge(into[name], inner.ToObject());
        }
    }

    // Two paths into one inner object give the entries of both.
    private static SqlObject Merge(SqlValue known, SqlObject more)
    {
        if (known.Kind != SqlKind.Object)
            return more;

        var entries = new SqlObject.Builder().AddAll(known.AsObject());
        foreach (var (name, value) in more)
            entries[name] = value.Kind == SqlKind.Object ? Merge(entries[name], value.AsObject()) : value;
        return entries.ToObject();
    }
}
