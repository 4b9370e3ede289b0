namespace CompiledRules.Runtime.Calls;

/// <summary>In which order rows go on after their calls.</summary>
public enum CallOrder
{
    /// <summary>As they came; a slow call holds back those behind it.</summary>
    Input,

    /// <summary>As their calls end.</summary>
    Completion,
}
