using CompiledRules.State;

namespace CompiledRules.Functions.Analytic;

/// <summary>
/// With conditions, rows count from the one where <c>begin</c> holds to the one where <c>reset</c> does, both included; the next row starts anew, and until
/// <c>begin</c> holds again the result is 0. A null condition is false.
/// </summary>
internal struct AccumulatingSpan
{
    private bool _isOpen;

    /// <summary>Whether what has been accumulated belongs to a span that is over.</summary>
    public readonly bool StartsAnew => !_isOpen;

    /// <summary>Whether the row is part of a span.</summary>
    public bool Contains(bool? begin, bool? reset)
    {
        if (!_isOpen && begin != true)
            return false;

        _isOpen = reset != true;
        return true;
    }

    public readonly void Save(IStateWriter writer) => writer.Write(_isOpen);

    public void Load(IStateReader reader) => _isOpen = reader.ReadBoolean();
}
