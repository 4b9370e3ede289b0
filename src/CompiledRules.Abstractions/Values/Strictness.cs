namespace CompiledRules;

/// <summary>How far a value is converted to another kind.</summary>
public enum Strictness
{
    /// <summary>Only the kind itself; a float without fraction is an integer, an integer is no float.</summary>
    Strict,

    /// <summary>Between integer and float, where a float loses its fraction; between bytes and string.</summary>
    SameKind,

    /// <summary>As <c>cast</c> does: also from and to text, numbers and booleans, and null becomes zero, false or empty.</summary>
    All,
}
