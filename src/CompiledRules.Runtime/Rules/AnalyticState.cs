using CompiledRules.Runtime.Collections;
using CompiledRules.State;

namespace CompiledRules.Runtime.Rules;

/// <summary>The state of one call with history, for one partition. A field, so that the struct is changed in place.</summary>
public sealed class AnalyticState<TState> : IStateful
    where TState : struct, IStateful
{
    public TState State;

    /// <summary>Makes the state of a call site before its first row.</summary>
    public static IStateful Create(bool isPartitioned) => isPartitioned ? new Partitions() : new AnalyticState<TState>();

    /// <summary>The state of a call site without partitions.</summary>
    public static AnalyticState<TState> Of(RuleContext context, int site) => (AnalyticState<TState>)context.Site(site);

    /// <summary>The state of a call site for the partition of the row in hand.</summary>
    public static AnalyticState<TState> Of(RuleContext context, int site, SqlValue[] partition) => ((Partitions)context.Site(site)).At(partition);

    public void Save(IStateWriter writer) => State.Save(writer);

    public void Load(IStateReader reader) => State.Load(reader);

    private sealed class Partitions : IStateful
    {
        private readonly Dictionary<SqlValue[], AnalyticState<TState>> _states = new(KeyComparer.Instance);

        public AnalyticState<TState> At(SqlValue[] key)
        {
            if (!_states.TryGetValue(key, out var state))
                _states.Add(key, state = new AnalyticState<TState>());
            return state;
        }

        public void Save(IStateWriter writer)
        {
            writer.Section("partitions", 1);
            writer.Write((long)_states.Count);
            foreach (var (key, state) in _states)
            {
                writer.Write(SqlValue.From(new SqlArray(key)));
                state.Save(writer);
            }
        }

        public void Load(IStateReader reader)
        {
            reader.Section("partitions");
            var count = reader.ReadInteger();
            for (var i = 0L; i < count; i++)
                At(reader.ReadValue().AsArray().AsSpan().ToArray()).Load(reader);
        }
    }
}
