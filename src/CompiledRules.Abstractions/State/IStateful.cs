namespace CompiledRules.State;

/// <summary>Has a state that a checkpoint saves.</summary>
/// <remarks>Called between two batches, on the rule's loop. What <see cref="Save"/> writes, <see cref="Load"/> reads in the same order.</remarks>
public interface IStateful
{
    void Save(IStateWriter writer);

    void Load(IStateReader reader);
}
