using System.Collections;
using CompiledRules.Runtime.Rules;
using CompiledRules.Sql;
using CompiledRules.Sql.Lowering;

namespace CompiledRules.Compiler.Programs;

/// <summary>The parts of a statement that errors name, cut out of its text only when one does: most rules never fail.</summary>
internal sealed class RulePlaces(EquatableArray<LoweredPlace> places, string sql) : IReadOnlyList<RulePlace>
{
    public int Count => places.Count;

    public RulePlace this[int index]
    {
        get
        {
            var (clause, span) = (places[index].Clause, places[index].Span);
            var text = span.End <= sql.Length ? sql.Substring(span.Start, span.Length) : "";
            return new RulePlace(clause, text, span.Start, span.Length);
        }
    }

    public IEnumerator<RulePlace> GetEnumerator()
    {
        for (var i = 0; i < Count; i++)
            yield return this[i];
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
