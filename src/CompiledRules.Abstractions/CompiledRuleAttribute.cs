namespace CompiledRules;

/// <summary>Makes a static partial method a rule: the generator writes its body from the SQL when the project is built.</summary>
/// <remarks>
/// Each parameter of type <see cref="IObservable{T}"/> is a stream under the parameter's name; its columns are the public properties and fields of the rows.
/// The result is an <see cref="IObservable{T}"/> whose type needs a member, or a parameter of its constructor, for each column of SELECT; a type that does not exist is generated.
/// A parameter of type <see cref="TimeProvider"/> is the rule's clock. A parameter of type <c>Action&lt;RowError&gt;</c> takes the rows that fail, which otherwise are passed over.
/// Each subscription is a run of its own and works on the thread that calls <c>OnNext</c>.
/// </remarks>
/// <example><code>
/// [CompiledRule("SELECT room, celsius FROM readings WHERE celsius > 30")]
/// public static partial IObservable&lt;Hot&gt; Hot(IObservable&lt;Reading&gt; readings);
/// </code></example>
/// <param name="sql">The statement.</param>
[AttributeUsage(AttributeTargets.Method)]
public sealed class CompiledRuleAttribute(string sql) : Attribute
{
    public string Sql { get; } = sql;
}
