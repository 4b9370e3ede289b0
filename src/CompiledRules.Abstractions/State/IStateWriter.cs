namespace CompiledRules.State;

/// <summary>Takes a state as a sequence of values. Sections name and version what follows, so that a reader can refuse or migrate.</summary>
public interface IStateWriter
{
    /// <summary>Begins the state called <paramref name="name"/> in layout <paramref name="version"/>.</summary>
    void Section(string name, int version);

    void Write(bool value);

    void Write(long value);

    void Write(double value);

    void Write(string? value);

    void Write(SqlValue value);
}

/// <summary>Gives back what an <see cref="IStateWriter"/> took, in the same order.</summary>
public interface IStateReader
{
    /// <summary>Reads the header of a section and returns its version.</summary>
    /// <exception cref="StateException">The next section has another name: the state belongs to another rule.</exception>
    int Section(string name);

    bool ReadBoolean();

    long ReadInteger();

    double ReadFloat();

    string? ReadString();

    SqlValue ReadValue();
}

/// <summary>A saved state does not fit the rule that should go on from it.</summary>
public sealed class StateException(string message) : Exception(message);
